/* SPDX-License-Identifier: Apache-2.0 */
/* A password, held in one place and wiped. */
#include "cli/password.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/guard.h"
#include "cli/file.h"

static cs_status_t
cs_cli_password_from_file(cs_cli_t *cli, const char *path, cs_cli_password_t *out)
{
    cs_buffer_t line = {0};
    cs_status_t status;

    CS_TRY(cs_cli_file_read(cli, path, CS_CLI_MAX_PASSWORD + 1, &line));
    while (line.size > 0 && (line.data[line.size - 1] == '\n' || line.data[line.size - 1] == '\r')) {
        line.size--;
    }
    CS_TRY(cs_text_copy(cs_buffer_bytes(&line), out->text, sizeof(out->text)));
out:
    cs_wipe(line.data, line.capacity);
    return status;
}

static cs_status_t
cs_cli_password_from_terminal(cs_cli_t *cli, const char *option, cs_cli_password_t *out)
{
    struct termios before, silent;
    char *line;

    if (tcgetattr(STDIN_FILENO, &before) != 0) {
        return cs_cli_usage(cli, "no password: give --%s", option);
    }
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    fputs(strncmp(option, "new-", 4) == 0 ? "new password: " : "password: ", stderr);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    setvbuf(stdin, NULL, _IONBF, 0);
    line = fgets(out->text, sizeof(out->text), stdin);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputs("\n", stderr);
    out->text[strcspn(out->text, "\r\n")] = '\0';
    return line == NULL ? cs_cli_usage(cli, "no password was typed") : CS_OK;
}

cs_status_t
cs_cli_password_read(cs_cli_t *cli, const char *option, cs_cli_password_t *out)
{
    bool is_new = strncmp(option, "new-", 4) == 0;
    const char *path = cs_cli_option(cli, option);
    const char *text = getenv(is_new ? "COUNTERSIGN_NEW_PASSWORD" : "COUNTERSIGN_PASSWORD");

    out->text[0] = '\0';
    if (path != NULL) {
        return cs_cli_password_from_file(cli, path, out);
    }
    if (text != NULL) {
        return cs_text_copy(cs_bytes_text(text), out->text, sizeof(out->text));
    }
    return cs_cli_password_from_terminal(cli, option, out);
}

void
cs_cli_password_clear(cs_cli_password_t *password)
{
    cs_wipe(password->text, sizeof(password->text));
}
