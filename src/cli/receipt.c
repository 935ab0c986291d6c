/* SPDX-License-Identifier: Apache-2.0 */
/* countersign receipt: what the platform signs about a delivery to me (GS-4.3b). */
#include "base/guard.h"
#include "cli/client.h"
#include "cli/platform_key.h"
#include "cli/print.h"
#include "cli/verbs.h"

static cs_status_t
cs_cli_receipt_check(cs_cli_t *cli, cs_cli_client_t *client, const json_t *answer, json_t **payload)
{
    const char *delivery;
    cs_status_t status;

    CS_TRY(cs_cli_platform_jws_verify(cli, client, cs_json_get_text(answer, "receipt"), CS_TYP_RECEIPT, payload));
    delivery = cs_json_get_text(*payload, "delivery");
    if (!cs_bytes_equal(cs_bytes_text(delivery), cs_bytes_text(cli->arguments[0]))) {
        status = cs_cli_fail(cli, CS_BAD_SIGNATURE, "the receipt is of another delivery");
    }
out:
    return status;
}

static cs_status_t
cs_cli_receipt_run(cs_cli_t *cli)
{
    cs_cli_client_t client;
    json_t *answer, *payload;
    cs_status_t status;

    CS_TRY(cs_cli_client_open(cli, &client));
    CS_TRY(cs_cli_get(cli, &client, cs_cli_path_build(cli, "/v1/deliveries/", cli->arguments[0], "/receipt"), &answer));
    CS_TRY(cs_cli_receipt_check(cli, &client, answer, &payload));
    if (cli->is_json) {
        cs_cli_answer_print(cli, answer);
        return CS_OK;
    }
    puts("receipt (signature holds):");
    cs_cli_value_print(stdout, payload, 2);
    puts(json_is_null(json_object_get(answer, "proof")) ? "the entry is not sealed yet"
                                                        : "proof of its place in the log:");
    cs_cli_value_print(stdout, json_object_get(answer, "proof"), 2);
out:
    return status;
}

const cs_cli_verb_t cs_cli_receipt = {
    "receipt", "DELIVERY",         1, 1, "the platform's signed receipt of a delivery, with its place in the log",
    NULL,      cs_cli_receipt_run,
};
