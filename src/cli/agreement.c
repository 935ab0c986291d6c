/* SPDX-License-Identifier: Apache-2.0 */
/* countersign agreement create|list: what institutions agree on about data that they process together (GS-1.7). */
#include "base/guard.h"
#include "cli/call.h"
#include "cli/file.h"
#include "cli/texts.h"
#include "cli/verbs.h"

#include "codec/text.h"
#include "crypto/digest.h"

#define CS_CLI_MAX_DUTIES (16 * 1024 * 1024)

/* The duties stay with the parties: the platform keeps the digest of their text. */
static cs_status_t
cs_cli_agreement_digest(cs_cli_t *cli, const char **out)
{
    uint8_t digest[CS_DIGEST_SIZE];
    cs_buffer_t text, duties;
    cs_bytes_t bytes;
    cs_status_t status;

    cs_buffer_init(&text, cli->pool, 64);
    CS_TRY(cs_cli_file_read(cli, cs_cli_option(cli, "duties"), CS_CLI_MAX_DUTIES, &duties));
    bytes = cs_buffer_bytes(&duties);
    CS_TRY(cs_digest(&bytes, 1, digest));
    CS_TRY(cs_base64url_encode(cs_bytes(digest, sizeof(digest)), &text));
    *out = cs_buffer_text(&text);
out:
    return status;
}

static cs_status_t
cs_cli_agreement_create_run(cs_cli_t *cli)
{
    const char *digest;
    cs_status_t status;

    CS_TRY(cs_cli_agreement_digest(cli, &digest));
    status = cs_cli_send_run(
        cli, "POST", "/v1/agreements",
        json_pack("{s:o, s:s, s:s, s:s}", "parties", cs_cli_texts_split(cs_cli_option(cli, "parties")), "purpose",
                  cs_cli_option(cli, "purpose"), "duties_digest", digest, "ends_at", cs_cli_option(cli, "ends-at")),
        "proposed");
out:
    return status;
}

static cs_status_t
cs_cli_agreement_list_run(cs_cli_t *cli)
{
    static const char *const query[] = {"limit", "after", NULL};
    static const cs_cli_column_t columns[] = {
        {"AGREEMENT", "id"}, {"PARTIES", "parties"}, {"PURPOSE", "purpose"},
        {"STATE", "state"},  {"ENDS", "ends_at"},    {NULL, NULL},
    };

    return cs_cli_page_run(cli, "/v1/agreements", query, columns);
}

static const cs_cli_option_t cs_cli_agreement_create_options[] = {
    {"parties", "A,B", "codes of the institutions, mine among them", true},
    {"purpose", "PURPOSE", "risk, fraud or operations", true},
    {"duties", "FILE", "the text of the duties; its SHA-256 is signed, the text stays with the parties", true},
    {"ends-at", "TIME", "when it ends, and all that was granted under it (RFC 3339, UTC)", true},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_agreement_list_options[] = {
    {"limit", "N", "at most so many, 1 to 500", false},
    {"after", "CURSOR", "the page after this one", false},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_agreement_create = {
    "agreement create",
    "",
    0,
    0,
    "propose an agreement, under which data is granted; another person of each party signs it",
    cs_cli_agreement_create_options,
    cs_cli_agreement_create_run,
};

const cs_cli_verb_t cs_cli_agreement_list = {
    "agreement list",          "", 0, 0, "the agreements of my institution", cs_cli_agreement_list_options,
    cs_cli_agreement_list_run,
};
