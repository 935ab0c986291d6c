/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/word.h"

#include "base/clock.h"
#include "base/guard.h"
#include "cli/print.h"

cs_status_t
cs_cli_signer_read(cs_cli_t *cli, cs_cli_client_t *client, cs_review_countersignature_t *members)
{
    json_t *me;
    cs_status_t status;

    CS_TRY(cs_cli_get(cli, client, "/v1/me", &me));
    members->platform = cs_json_get_text(me, "platform");
    members->account = cs_json_get_text(json_object_get(me, "account"), "id");
    CS_REQUIRE(members->platform != NULL && members->account != NULL,
               cs_cli_fail(cli, CS_INTERNAL, "the platform does not say who I am"));
out:
    return status;
}

static void
cs_cli_line_print(FILE *to, const char *name, const char *value)
{
    fprintf(to, "  %-10s ", name);
    cs_cli_text_print(to, value);
    fputs("\n", to);
}

void
cs_cli_word_print(FILE *to, const cs_review_countersignature_t *members)
{
    fputs("what will be signed:\n", to);
    cs_cli_line_print(to, "platform", members->platform);
    cs_cli_line_print(to, "review", members->review);
    cs_cli_line_print(to, "kind", members->kind);
    cs_cli_line_print(to, "stage", members->stage);
    fprintf(to, "  %-10s %lld (over version %lld, under policy %lld)\n", "round", (long long)members->round,
            (long long)members->base, (long long)members->policy);
    cs_cli_line_print(to, "digest", members->digest);
    fputs(
        "             (checked: it is the digest of what is shown above; a name behind an id is the platform's word)\n",
        to);
    cs_cli_line_print(to, "account", members->account);
    cs_cli_line_print(to, "verdict", members->verdict);
    cs_cli_line_print(to, "comment", members->comment);
}

cs_status_t
cs_cli_word_sign(cs_cli_t *cli, const cs_cli_client_t *client, const cs_review_countersignature_t *members,
                 const char **out)
{
    cs_key_t *key;
    cs_buffer_t jws;
    cs_status_t status;

    cs_buffer_init(&jws, cli->pool, CS_MAX_JWS);
    CS_TRY(cs_cli_profile_key(cli, &client->profile, &key));
    CS_TRY(cs_review_countersignature_sign(cli->pool, key, members, cs_clock_now_us(), &jws));
    *out = cs_buffer_text(&jws);
out:
    return status;
}
