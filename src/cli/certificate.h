/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates in files. */
#ifndef CS_CLI_CERTIFICATE_H
#define CS_CLI_CERTIFICATE_H

#include "cli/cli.h"
#include "crypto/certificate.h"

/* The first certificate of a PEM file, and (unless NULL) the file's text. */
cs_status_t cs_cli_certificate_read(cs_cli_t *cli, const char *path, cs_certificate_t *out, const char **text)
    CS_MUST_CHECK;

#endif
