/* SPDX-License-Identifier: Apache-2.0 */
/* A key that signs in the place of the certificate's: named with what shows that it is there (GS-2.1.3). */
#ifndef CS_CLI_SIGNING_KEY_H
#define CS_CLI_SIGNING_KEY_H

#include "cli/cli.h"
#include "crypto/certificate.h"

/* What it vouches for: the platform's id, the account's name, and the certificate that it will sign beside. */
typedef struct {
    const char *platform;
    const char *account;
    const cs_certificate_t *certificate;
} cs_cli_binding_t;

/* Adds signing_key and signing_proof, by the private key of that file, to a body of POST /v1/devices. */
cs_status_t cs_cli_signing_key_add(cs_cli_t *cli, const char *path, const cs_cli_binding_t *binding, json_t *body)
    CS_MUST_CHECK;

#endif
