/* SPDX-License-Identifier: Apache-2.0 */
/* What the platform signed (identifiers, receipts), checked with the keys it publishes. */
#ifndef CS_CLI_PLATFORM_KEY_H
#define CS_CLI_PLATFORM_KEY_H

#include "cli/client.h"
#include "crypto/jws.h"

/* Fetches /.well-known/jwks.json and verifies with the key that the JWS names.  CS_BAD_SIGNATURE with a text. */
cs_status_t cs_cli_platform_jws_verify(cs_cli_t *cli, cs_cli_client_t *client, const char *jws, const char *typ,
                                       json_t **payload) CS_MUST_CHECK;

#endif
