/* SPDX-License-Identifier: Apache-2.0 */
/* Between the verbs that countersign: who signs, what a person reads before, and the signature. */
#ifndef CS_CLI_WORD_H
#define CS_CLI_WORD_H

#include "cli/client.h"
#include "review/countersignature.h"

/* Who signs: the account's id and the platform's, as GET /v1/me gives them. */
cs_status_t cs_cli_signer_read(cs_cli_t *cli, cs_cli_client_t *client, cs_review_countersignature_t *members)
    CS_MUST_CHECK;

/* What will be signed, below what it is about. */
void cs_cli_word_print(FILE *to, const cs_review_countersignature_t *members);

/* The compact JWS by the profile's signing key, made now. */
cs_status_t cs_cli_word_sign(cs_cli_t *cli, const cs_cli_client_t *client, const cs_review_countersignature_t *members,
                             const char **out) CS_MUST_CHECK;

#endif
