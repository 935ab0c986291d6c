/* SPDX-License-Identifier: Apache-2.0 */
/* A text as a picture that a telephone can read from a terminal. */
#ifndef CS_CLI_QR_H
#define CS_CLI_QR_H

#include <stdio.h>

/* Dark on light with a quiet zone, two rows a line; nothing where the text does not fit a code. */
void cs_cli_qr_print(FILE *to, const char *text);

#endif
