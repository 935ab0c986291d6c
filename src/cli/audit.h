/* SPDX-License-Identifier: Apache-2.0 */
/* Between the verbs that check the log. */
#ifndef CS_CLI_AUDIT_H
#define CS_CLI_AUDIT_H

#include "audit/note.h"
#include "cli/client.h"

/* --log-key, a verifier key or a file with one; *text is NULL and *out untouched when it was not given. */
cs_status_t cs_cli_log_key_read(cs_cli_t *cli, const char **text, cs_audit_verifier_t *out) CS_MUST_CHECK;

/* Of a verb that checks a file: whoever has no key must say that the file's own word is enough. */
#define CS_CLI_OWN_WORD                                                                                                \
    {                                                                                                                  \
        "own-word", NULL, "without a key: be content if the file agrees with itself, which proves nothing", false      \
    }

/* What agrees with itself was checked without a key: CS_OK with --own-word, else CS_BAD_SIGNATURE, said here. */
cs_status_t cs_cli_own_word_take(cs_cli_t *cli) CS_MUST_CHECK;

/* The newest checkpoint; verified and read into *out when the verifier has a key. */
cs_status_t cs_cli_checkpoint_fetch(cs_cli_t *cli, cs_cli_client_t *client, const cs_audit_verifier_t *verifier,
                                    cs_bytes_t *note, cs_audit_checkpoint_t *out) CS_MUST_CHECK;

#endif
