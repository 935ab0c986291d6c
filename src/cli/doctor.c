/* SPDX-License-Identifier: Apache-2.0 */
/*
 * countersign doctor: why it does not work from here.  Looks at the profile,
 * the certificate, the platform, the clocks, the device, the account and the
 * session, each with a plain reason, and changes nothing.
 */
#include <stdlib.h>

#include "base/guard.h"
#include "cli/certificate.h"
#include "cli/client.h"
#include "cli/print.h"
#include "cli/texts.h"
#include "cli/verbs.h"

#define CS_CLI_SECOND_US    1000000LL
#define CS_CLI_DAY_US       (86400 * CS_CLI_SECOND_US)
#define CS_CLI_SOON_DAYS    30
#define CS_CLI_MAX_TICK_MS  60000 /* the platform's own: then it is an alert */
#define CS_CLI_LEAST_MONTHS 12    /* the platform's own, likewise */
#define CS_CLI_MAX_CLOCK_S  240   /* a countersignature may be 5 minutes off; a minute is for the way */

typedef struct {
    cs_cli_t *cli;
    cs_cli_client_t client;
    json_t *findings;
    bool is_bad;
} cs_cli_doctor_t;

static void __attribute__((format(printf, 4, 5)))
cs_cli_finding_add(cs_cli_doctor_t *doctor, const char *what, bool is_well, const char *format, ...)
{
    char text[CS_MAX_ERROR_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    doctor->is_bad = doctor->is_bad || !is_well;
    (void)json_array_append_new(doctor->findings,
                                json_pack("{s:s, s:b, s:s}", "check", what, "well", is_well, "detail", text));
}

/* What the last call said of its failure. */
static const char *
cs_cli_failure_text(const cs_cli_t *cli, cs_status_t status)
{
    const char *detail = cs_json_get_text(cli->problem, "detail"), *title = cs_json_get_text(cli->problem, "title");

    return detail != NULL               ? detail
           : title != NULL              ? title
           : cli->error.text[0] != '\0' ? cli->error.text
                                        : cs_status_title(status, CS_LANGUAGE_EN);
}

static bool
cs_cli_profile_examine(cs_cli_doctor_t *doctor)
{
    cs_status_t status = cs_cli_client_open(doctor->cli, &doctor->client);

    if (status != CS_OK) {
        cs_cli_finding_add(doctor, "profile", false, "%s%s%s", doctor->cli->error.pointer,
                           doctor->cli->error.pointer[0] == '\0' ? "" : ": ", cs_cli_failure_text(doctor->cli, status));
        return false;
    }
    cs_cli_finding_add(doctor, "profile", true, "%s, as %s", doctor->client.profile.path,
                       cs_cli_profile_text(&doctor->client.profile, "account"));
    return true;
}

static void
cs_cli_validity_examine(cs_cli_doctor_t *doctor, const cs_certificate_t *certificate)
{
    int64_t now_us = cs_clock_now_us(), left_days = (certificate->not_after_us - now_us) / CS_CLI_DAY_US;
    char until[CS_TIME_TEXT];

    cs_time_format(certificate->not_after_us, until);
    if (now_us < certificate->not_before_us) {
        cs_cli_finding_add(doctor, "certificate", false, "it is not valid yet: is this machine's clock right?");
    } else if (now_us > certificate->not_after_us) {
        cs_cli_finding_add(doctor, "certificate", false, "it ended at %.19sZ: ask your authority for a new one", until);
    } else {
        cs_cli_finding_add(doctor, "certificate", true, "%s, thumbprint %s, until %.10s%s", certificate->common_name,
                           certificate->thumbprint, until,
                           left_days < CS_CLI_SOON_DAYS ? ": soon; renew it with countersign device renew" : "");
    }
}

/* The platform binds a certificate to the account of its subject and to no other. */
static void
cs_cli_subject_examine(cs_cli_doctor_t *doctor, const cs_certificate_t *certificate)
{
    const char *account = cs_cli_profile_text(&doctor->client.profile, "account");

    if (cs_bytes_equal(cs_bytes_text(certificate->common_name), cs_bytes_text(account))) {
        cs_cli_validity_examine(doctor, certificate);
    } else {
        cs_cli_finding_add(doctor, "certificate", false, "it is of %s, and the profile's account is %s",
                           certificate->common_name, account);
    }
}

static void
cs_cli_certificate_examine(cs_cli_doctor_t *doctor)
{
    const cs_cli_profile_t *profile = &doctor->client.profile;
    cs_certificate_t certificate;
    cs_key_t *key;
    cs_status_t status = cs_cli_certificate_read(doctor->cli, cs_cli_profile_path(doctor->cli, profile, "certificate"),
                                                 &certificate, NULL);

    if (status != CS_OK) {
        cs_cli_finding_add(doctor, "certificate", false, "%s", cs_cli_failure_text(doctor->cli, status));
        return;
    }
    cs_cli_subject_examine(doctor, &certificate);
    status = cs_cli_key_read(doctor->cli, cs_cli_profile_path(doctor->cli, profile, "key"), &key);
    if (status != CS_OK) {
        cs_cli_finding_add(doctor, "key", false, "%s", cs_cli_failure_text(doctor->cli, status));
    } else if (!cs_bytes_equal(cs_bytes_text(cs_key_thumbprint(key)),
                               cs_bytes_text(cs_key_thumbprint(certificate.key)))) {
        cs_cli_finding_add(doctor, "key", false, "it is not the key of this certificate");
    } else {
        cs_cli_finding_add(doctor, "key", true, "that of the certificate");
    }
}

static void
cs_cli_clock_examine(cs_cli_doctor_t *doctor, const char *date)
{
    time_t there = date == NULL ? -1 : curl_getdate(date, NULL);
    long long off = (long long)(cs_clock_now_us() / CS_CLI_SECOND_US) - (long long)there;

    if (there == -1) {
        cs_cli_finding_add(doctor, "clock", false, "the platform does not tell its time");
        return;
    }
    cs_cli_finding_add(
        doctor, "clock", llabs(off) <= CS_CLI_MAX_CLOCK_S, "%lld s off the platform's%s", off,
        llabs(off) <= CS_CLI_MAX_CLOCK_S ? "" : ": signatures of this machine would be refused; set its clock");
}

/* The platform's public keys are there for everybody: reaching them asks nothing but the network and the CA. */
static bool
cs_cli_platform_examine(cs_cli_doctor_t *doctor)
{
    const char *url = cs_cli_profile_text(&doctor->client.profile, "base_url");
    cs_cli_answer_t answer;
    cs_status_t status =
        cs_cli_call(doctor->cli, &doctor->client, CS_CLI_CALL_STRANGER, "GET", "/.well-known/jwks.json", NULL, &answer);

    if (status != CS_OK) {
        cs_cli_finding_add(doctor, "platform", false, "%s: %s", url, cs_cli_failure_text(doctor->cli, status));
        return false;
    }
    cs_cli_finding_add(doctor, "platform", true, "%s answers, with a certificate of the profile's ca", url);
    cs_cli_clock_examine(doctor, answer.date);
    return true;
}

static void
cs_cli_state_examine(cs_cli_doctor_t *doctor, const char *state)
{
    if (state == NULL || cs_bytes_equal(cs_bytes_text(state), CS_LITERAL("active"))) {
        cs_cli_finding_add(doctor, "account", true, "%s", state == NULL ? "-" : state);
    } else if (cs_bytes_equal(cs_bytes_text(state), CS_LITERAL("locked"))) {
        cs_cli_finding_add(doctor, "account", false,
                           "locked: an account officer asks for it to be unlocked, by "
                           "countersign account unlock, and two reviewers decide");
    } else {
        cs_cli_finding_add(doctor, "account", false, "%s: it cannot sign in", state);
    }
}

/* The phrase is told to a bound device alone, before anybody signs in, and with it how the account stands. */
static void
cs_cli_device_examine(cs_cli_doctor_t *doctor)
{
    const char *account = cs_cli_profile_text(&doctor->client.profile, "account");
    const char *path = cs_cli_path_build(doctor->cli, "/v1/phrase?account=", account, "");
    cs_cli_answer_t answer;
    cs_status_t status = cs_cli_call(doctor->cli, &doctor->client, CS_CLI_CALL_STRANGER, "GET", path, NULL, &answer);

    if (status != CS_OK) {
        cs_cli_finding_add(doctor, "device", false, "%s%s", cs_cli_failure_text(doctor->cli, status),
                           status == CS_DEVICE_NOT_BOUND ? " (a first device is bound by countersign enrol)" : "");
        return;
    }
    cs_cli_finding_add(doctor, "device", true, "bound to %s", account);
    cs_cli_state_examine(doctor, cs_json_get_text(answer.document, "state"));
}

/* What ends by the clock ends late, and nobody is reminded, where the platform does not do its work. */
static void
cs_cli_tick_examine(cs_cli_doctor_t *doctor, long long age_ms)
{
    cs_cli_finding_add(doctor, "clock work", age_ms <= CS_CLI_MAX_TICK_MS,
                       "the platform last did what is due %lld s ago%s", age_ms / 1000,
                       age_ms <= CS_CLI_MAX_TICK_MS ? "" : ": tell who operates it");
}

/* The platform makes the log's months ahead of time; without one nothing can be done in it. */
static void
cs_cli_months_examine(cs_cli_doctor_t *doctor, long long months)
{
    cs_cli_finding_add(doctor, "log", months >= CS_CLI_LEAST_MONTHS, "the log has a place for %lld months more%s",
                       months, months >= CS_CLI_LEAST_MONTHS ? "" : ": tell who operates it");
}

static void
cs_cli_session_examine(cs_cli_doctor_t *doctor)
{
    json_t *me;
    cs_status_t status;

    if (cs_cli_profile_text(&doctor->client.profile, "token") == NULL) {
        cs_cli_finding_add(doctor, "session", true, "not signed in: countersign sign-in");
        return;
    }
    status = cs_cli_get(doctor->cli, &doctor->client, "/v1/me", &me);
    if (status != CS_OK) {
        cs_cli_finding_add(doctor, "session", false, "%s", cs_cli_failure_text(doctor->cli, status));
        return;
    }
    cs_cli_finding_add(doctor, "session", true, "signed in");
    cs_cli_tick_examine(doctor, (long long)cs_json_get_integer(me, "tick_age_ms", 0));
    cs_cli_months_examine(doctor, (long long)cs_json_get_integer(me, "log_months", 0));
}

static void
cs_cli_findings_print(const cs_cli_t *cli, const json_t *findings)
{
    size_t i;
    json_t *finding;

    if (cli->is_json) {
        cs_cli_answer_print(cli, findings);
        return;
    }
    json_array_foreach(findings, i, finding) {
        printf("%-4s  %-12s ", json_is_true(json_object_get(finding, "well")) ? "well" : "BAD",
               cs_json_get_text(finding, "check"));
        cs_cli_text_print(stdout, cs_json_get_text(finding, "detail"));
        fputs("\n", stdout);
    }
}

static cs_status_t
cs_cli_doctor_run(cs_cli_t *cli)
{
    cs_cli_doctor_t doctor = {.cli = cli, .findings = json_array()};
    cs_status_t status;

    CS_REQUIRE(doctor.findings != NULL, CS_NO_MEMORY);
    CS_TRY(cs_pool_on_clear(cli->pool, cs_cli_json_clear, doctor.findings));
    if (cs_cli_profile_examine(&doctor)) {
        cs_cli_certificate_examine(&doctor);
        if (cs_cli_platform_examine(&doctor)) {
            cs_cli_device_examine(&doctor);
            cs_cli_session_examine(&doctor);
        }
    }
    cs_cli_findings_print(cli, doctor.findings);
    cli->is_told = true;
    cli->problem = NULL;
    status = doctor.is_bad ? CS_FORBIDDEN : CS_OK;
out:
    return status;
}

const cs_cli_verb_t cs_cli_doctor = {
    "doctor",
    "",
    0,
    0,
    "why it does not work from here: profile, certificate, platform, clock, device, account, session",
    NULL,
    cs_cli_doctor_run,
};
