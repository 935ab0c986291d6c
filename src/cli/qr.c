/* SPDX-License-Identifier: Apache-2.0 */
/* A QR code in half blocks; its colours are set, so that it is readable on dark and on light terminals. */
#include "cli/qr.h"

#include <stdbool.h>

#include <qrencode.h>

#define CS_CLI_QUIET_ZONE 4 /* modules, by the standard */

static bool
cs_cli_module_is_dark(const QRcode *code, int x, int y)
{
    bool is_inside = x >= 0 && y >= 0 && x < code->width && y < code->width;

    return is_inside && (code->data[y * code->width + x] & 1) != 0;
}

static void
cs_cli_modules_print(FILE *to, const QRcode *code, int y)
{
    static const char *const blocks[2][2] = {{" ", "\u2584"}, {"\u2580", "\u2588"}};

    fputs("\033[30;107m", to);
    for (int x = -CS_CLI_QUIET_ZONE; x < code->width + CS_CLI_QUIET_ZONE; x++) {
        fputs(blocks[cs_cli_module_is_dark(code, x, y)][cs_cli_module_is_dark(code, x, y + 1)], to);
    }
    fputs("\033[0m\n", to);
}

void
cs_cli_qr_print(FILE *to, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

    if (code == NULL) {
        return;
    }
    for (int y = -CS_CLI_QUIET_ZONE; y < code->width + CS_CLI_QUIET_ZONE; y += 2) {
        cs_cli_modules_print(to, code, y);
    }
    QRcode_free(code);
}
