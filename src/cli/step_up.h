/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the client: a one-time code for one operation (RFC 9470, JR-5.1). */
#ifndef CS_CLI_STEP_UP_H
#define CS_CLI_STEP_UP_H

#include "cli/client.h"

/* Is the failure of the last call that a step-up is due? */
bool cs_cli_step_up_is_due(const cs_cli_t *cli);

/*
 * Spends --otp, or the code that a person types, on the operation over the
 * digest that the caller has checked; what the platform names must be the same.
 */
cs_status_t cs_cli_step_up_run(cs_cli_t *cli, cs_cli_client_t *client, const char *operation, const char *digest)
    CS_MUST_CHECK;

/*
 * POST of a body, which is taken (NULL: there was no memory for it), and its
 * answer printed; where it needs a step-up, by that one over the digest.
 */
cs_status_t cs_cli_stepped_send(cs_cli_t *cli, cs_cli_client_t *client, const char *path, json_t *body,
                                const char *operation, const char *digest) CS_MUST_CHECK;

/* The same as a whole verb, of a call whose step-up is over its own body. */
cs_status_t cs_cli_stepped_run(cs_cli_t *cli, const char *path, json_t *body, const char *operation) CS_MUST_CHECK;

#endif
