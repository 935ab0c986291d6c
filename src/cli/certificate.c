/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates in files. */
#include "cli/certificate.h"

#include "base/guard.h"
#include "cli/file.h"

#define CS_CLI_MAX_CERTIFICATE 65536

cs_status_t
cs_cli_certificate_read(cs_cli_t *cli, const char *path, cs_certificate_t *out, const char **text)
{
    cs_buffer_t pem, der;
    cs_status_t status;

    cs_buffer_init(&der, cli->pool, CS_CLI_MAX_CERTIFICATE);
    CS_TRY(cs_cli_file_read(cli, path, CS_CLI_MAX_CERTIFICATE, &pem));
    if (cs_certificate_from_pem(cli->pool, cs_buffer_bytes(&pem), &der) != CS_OK ||
        cs_certificate_read(cli->pool, cs_buffer_bytes(&der), out) != CS_OK) {
        CS_FAIL(cs_cli_fail(cli, CS_MALFORMED, "%s is no certificate that the platform takes", path));
    }
    if (text != NULL) {
        *text = cs_buffer_text(&pem);
    }
out:
    return status;
}
