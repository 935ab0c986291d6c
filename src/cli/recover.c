/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign recover: the way back when nobody is left who could decide
 * (docs/PROTOCOL.recovery.md).  The platform prints a challenge, the offline
 * keys sign exactly that, a node applies it; nothing here can do more than
 * what enough of the keys signed.
 */
#include "audit/entry.h"
#include "base/clock.h"
#include "base/guard.h"
#include "cli/confirm.h"
#include "cli/file.h"
#include "cli/operator.h"
#include "cli/print.h"
#include "cli/verbs.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"
#include "crypto/keyring.h"

#define CS_MAX_RECOVERY_KEYS 16
#define CS_MAX_SIGNATURES    ((size_t)CS_MAX_RECOVERY_KEYS * (CS_MAX_JWS + 1))
#define CS_MAX_RECOVERY_PEM  8192
#define CS_TRACE_SIZE        16

static void
cs_recover_release(void *value)
{
    json_decref(value);
}

/* One call of a function of the operator's door, which answers {code, detail?, pointer?, …}. */
static cs_status_t
cs_recover_call(cs_cli_t *cli, cs_statement_id_t statement, const json_t *const *inputs, size_t count, json_t **out)
{
    cs_bytes_t parameters[2];
    cs_poll_t *database;
    cs_result_t result;
    const char *code, *detail, *pointer;
    cs_status_t status;

    for (size_t i = 0; i < count; i++) {
        cs_buffer_t text;

        cs_buffer_init(&text, cli->pool, CS_CLI_MAX_FILE);
        CS_TRY(cs_json_canonical(inputs[i], &text, &cli->error));
        parameters[i] = cs_buffer_bytes(&text);
    }
    CS_TRY(cs_cli_operator_open(cli, cs_cli_option(cli, "database"), &database));
    CS_TRY(cs_cli_operator_call(cli, database, statement, parameters, cli->pool, &result));
    CS_TRY(cs_json_parse(cli->pool, cs_result_get(&result, 0, 0), out, &cli->error));
    code = cs_json_get_text(*out, "code");
    detail = cs_json_get_text(*out, "detail");
    pointer = cs_json_get_text(*out, "pointer");
    if (!cs_bytes_equal(cs_bytes_text(code), CS_LITERAL("ok"))) {
        status = code == NULL ? CS_INTERNAL : cs_status_from_name(code);
        status = cs_error_set(&cli->error, status, pointer == NULL ? "" : pointer, "%.150s",
                              detail == NULL ? cs_status_title(status, CS_LANGUAGE_EN) : detail);
    }
out:
    return status;
}

/* --- recover challenge */

static cs_status_t
cs_recover_certificate(cs_cli_t *cli, json_t *request)
{
    const char *path = cs_cli_option(cli, "certificate");
    cs_buffer_t pem, der, hex;
    cs_status_t status = CS_OK;

    if (path == NULL) {
        return CS_OK;
    }
    cs_buffer_init(&der, cli->pool, CS_MAX_RECOVERY_PEM);
    cs_buffer_init(&hex, cli->pool, (size_t)2 * CS_MAX_RECOVERY_PEM + 1);
    CS_TRY(cs_cli_file_read(cli, path, CS_MAX_RECOVERY_PEM, &pem));
    if (cs_certificate_from_pem(cli->pool, cs_buffer_bytes(&pem), &der) != CS_OK) {
        return cs_cli_fail(cli, CS_BAD_KEY, "%s is no certificate in PEM", path);
    }
    CS_TRY(cs_hex_encode(cs_buffer_bytes(&der), &hex));
    CS_REQUIRE(json_object_set_new(request, "certificate", json_string(cs_buffer_text(&hex))) == 0, CS_NO_MEMORY);
out:
    return status;
}

static cs_status_t
cs_recover_challenge_request(cs_cli_t *cli, json_t **out)
{
    const char *account = cs_cli_option(cli, "account"), *policy = cs_cli_option(cli, "policy");
    const char *certificate = cs_cli_option(cli, "certificate");
    const char *operation =
        account == NULL ? "policy.activate" : (certificate == NULL ? "account.reinstate" : "device.bind");
    json_t *request = json_pack("{s:s, s:s*}", "operation", operation, "account", account);
    char *end = NULL;
    cs_status_t status;

    CS_REQUIRE(request != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(cli->pool, cs_recover_release, request));
    if ((account == NULL) == !cs_cli_switch(cli, "former-policy") || (account == NULL && certificate != NULL)) {
        return cs_cli_usage(cli, "say --account NAME, with --certificate FILE to bind a device, or --former-policy");
    }
    CS_TRY(cs_recover_certificate(cli, request));
    if (policy != NULL && json_object_set_new(request, "policy", json_integer(strtol(policy, &end, 10))) != 0) {
        return CS_NO_MEMORY;
    }
    CS_REQUIRE(end == NULL || *end == '\0', cs_cli_usage(cli, "--policy is a number"));
    *out = request;
out:
    return status;
}

static cs_status_t
cs_cli_recover_challenge_run(cs_cli_t *cli)
{
    json_t *request = NULL, *answer;
    cs_status_t status;

    CS_TRY(cs_recover_challenge_request(cli, &request));
    CS_TRY(cs_recover_call(cli, CS_STATEMENT_BEGIN_RECOVERY, (const json_t *const[]){request}, 1, &answer));
    (void)json_dumpf(json_object_get(answer, "challenge"), stdout, JSON_INDENT(2) | JSON_SORT_KEYS);
    puts("");
    fprintf(stderr, "to be signed by %lld of the recovery keys: countersign recover sign\n",
            (long long)cs_json_get_integer(answer, "needed", 0));
out:
    return status;
}

/* --- recover sign */

/* Whoever holds a recovery key sees all that it would be used for. */
static void
cs_recover_challenge_show(const json_t *challenge)
{
    const char *name;
    json_t *value;

    fputs("what will be signed:\n", stderr);
    json_object_foreach((json_t *)challenge, name, value) {
        fprintf(stderr, "  %-10s ", name);
        cs_cli_scalars_print(stderr, value);
        fputs("\n", stderr);
    }
}

/* The challenge bears the thumbprints of the keys that were pinned: another key's signature would count for nothing. */
static cs_status_t
cs_recover_key_check(cs_cli_t *cli, const json_t *challenge, const cs_key_t *key)
{
    cs_bytes_t kid = cs_bytes_text(cs_key_thumbprint(key));
    const json_t *keys = json_object_get(challenge, "keys");
    size_t i;
    json_t *pinned;

    json_array_foreach(keys, i, pinned) {
        if (cs_bytes_equal(cs_bytes_text(json_string_value(pinned)), kid)) {
            return CS_OK;
        }
    }
    return cs_cli_fail(cli, CS_BAD_KEY, "%.100s is none of the %zu recovery keys that the challenge names",
                       cs_cli_option(cli, "key"), json_array_size(keys));
}

static cs_status_t
cs_cli_recover_sign_run(cs_cli_t *cli)
{
    json_t *challenge;
    cs_buffer_t pem, jws;
    cs_key_t *key;
    cs_status_t status;

    cs_buffer_init(&jws, cli->pool, CS_MAX_JWS);
    CS_TRY(cs_cli_confirm_check(cli));
    CS_TRY(cs_cli_file_read_json(cli, cli->arguments[0], &challenge));
    CS_REQUIRE(cs_json_get_text(challenge, "recovery") != NULL && cs_json_get_text(challenge, "nonce") != NULL,
               cs_cli_fail(cli, CS_MALFORMED, "%.100s is no challenge of recover challenge", cli->arguments[0]));
    CS_TRY(cs_cli_file_read(cli, cs_cli_option(cli, "key"), CS_MAX_RECOVERY_PEM, &pem));
    CS_TRY(cs_key_read_private(cli->pool, cs_buffer_bytes(&pem), &key));
    CS_TRY(cs_recover_key_check(cli, challenge, key));
    cs_recover_challenge_show(challenge);
    CS_TRY(cs_cli_confirm(cli));
    CS_TRY(cs_jws_sign(cli->pool, key, CS_TYP_RECOVERY, challenge, &jws));
    puts(cs_buffer_text(&jws));
out:
    return status;
}

/* --- recover apply */

static cs_status_t
cs_recover_signatures_read(cs_cli_t *cli, json_t *signatures)
{
    cs_buffer_t text;
    cs_bytes_t lines;
    cs_status_t status;
    size_t begin = 0;

    CS_TRY(cs_cli_file_read(cli, cs_cli_option(cli, "signatures"), CS_MAX_SIGNATURES, &text));
    lines = cs_buffer_bytes(&text);
    for (size_t i = 0; i <= lines.size; i++) {
        if (i < lines.size && lines.data[i] != '\n') {
            continue;
        }
        if (i > begin) {
            CS_REQUIRE(json_array_append_new(signatures, json_stringn((const char *)lines.data + begin, i - begin)) ==
                           0,
                       CS_MALFORMED);
        }
        begin = i + 1;
    }
out:
    return status;
}

/* The entry of this call, fixed and MACed as a node fixes those of requests. */
static cs_status_t
cs_recover_entry_make(cs_cli_t *cli, const char *recovery, json_t **out)
{
    char id[CS_UUID_TEXT];
    uint8_t trace[CS_TRACE_SIZE];
    cs_buffer_t trace_id;
    cs_keyring_t *ring;
    cs_bytes_t mac_key;
    unsigned version;
    cs_audit_entry_t entry = {.action = "platform.recover",
                              .object_type = "recovery",
                              .object = recovery,
                              .node = cs_cli_option(cli, "node")};
    const cs_audit_personal_t personal = {.agent = "countersign recover"};
    cs_status_t status;

    cs_buffer_init(&trace_id, cli->pool, 2 * sizeof(trace) + 1);
    CS_TRY(cs_keyring_open(cli->pool, cs_cli_option(cli, "keys"), &ring, &cli->error));
    CS_TRY(cs_keyring_get_secret(ring, "mac", 0, &mac_key, &version));
    CS_TRY(cs_random(trace, sizeof(trace)));
    CS_TRY(cs_hex_encode(cs_bytes(trace, sizeof(trace)), &trace_id));
    CS_TRY(cs_uuid_new(id));
    entry.id = id;
    entry.trace_id = cs_buffer_text(&trace_id);
    CS_TRY(cs_audit_call_make(cli->pool, mac_key, &entry, &personal, NULL, NULL, NULL, out));
out:
    return status;
}

static cs_status_t
cs_cli_recover_apply_run(cs_cli_t *cli)
{
    json_t *challenge, *call = NULL, *answer, *request = NULL;
    json_t *signatures = json_array();
    const char *recovery;
    cs_status_t status;

    CS_REQUIRE(signatures != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(cli->pool, cs_recover_release, signatures));
    CS_TRY(cs_cli_file_read_json(cli, cli->arguments[0], &challenge));
    recovery = cs_json_get_text(challenge, "recovery");
    CS_REQUIRE(recovery != NULL && cs_uuid_check(cs_bytes_text(recovery)),
               cs_cli_fail(cli, CS_MALFORMED, "%.100s is no challenge of recover challenge", cli->arguments[0]));
    CS_TRY(cs_recover_signatures_read(cli, signatures));
    CS_TRY(cs_recover_entry_make(cli, recovery, &call));
    request = json_pack("{s:s, s:O}", "recovery", recovery, "signatures", signatures);
    CS_REQUIRE(request != NULL, CS_NO_MEMORY);
    CS_TRY(cs_recover_call(cli, CS_STATEMENT_APPLY_RECOVERY, (const json_t *const[]){call, request}, 2, &answer));
    if (cli->is_json) {
        cs_cli_answer_print(cli, answer);
    } else {
        printf("recovered: %s; it stands in the log, and everybody who watches was alerted\n",
               cs_json_get_text(answer, "operation"));
    }
out:
    json_decref(request);
    return status;
}

/* --- the verbs */

static const cs_cli_option_t cs_cli_recover_challenge_options[] = {
    {"account", "NAME", "unlock or reinstate this account", false},
    {"certificate", "FILE", "bind this certificate to the account instead", false},
    {"former-policy", NULL, "activate the former policies once more", false},
    {"policy", "N", "not the former set, but this one", false},
    {"database", "CONNINFO", "as cs_operator, in libpq's words", true},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_recover_sign_options[] = {
    {"key", "FILE", "a recovery key, PEM", true},
    {"yes", NULL, "do not ask; needed where there is no terminal to ask at", false},
    {NULL, NULL, NULL, false},
};

static const cs_cli_option_t cs_cli_recover_apply_options[] = {
    {"signatures", "FILE", "what recover sign printed, one a line", true},
    {"keys", "FOLDER", "the gateway's keys", true},
    {"node", "NAME", "this node, as its directive names it", true},
    {"database", "CONNINFO", "as cs_operator, in libpq's words", true},
    {NULL, NULL, NULL, false},
};

const cs_cli_verb_t cs_cli_recover_challenge = {
    "recover challenge",
    "",
    0,
    0,
    "operator: print what the recovery keys must sign",
    cs_cli_recover_challenge_options,
    cs_cli_recover_challenge_run,
};

const cs_cli_verb_t cs_cli_recover_sign = {
    "recover sign",
    "CHALLENGE",
    1,
    1,
    "key holder, offline: show a challenge and sign it",
    cs_cli_recover_sign_options,
    cs_cli_recover_sign_run,
};

const cs_cli_verb_t cs_cli_recover_apply = {
    "recover apply",
    "CHALLENGE",
    1,
    1,
    "operator: do what enough of the recovery keys signed, once",
    cs_cli_recover_apply_options,
    cs_cli_recover_apply_run,
};
