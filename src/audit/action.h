/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one list of what the log can say.  The table audit.action mirrors it
 * (a lint compares the two); no entry can bear another action.
 *   request      the entry of a call: made and MACed by a gateway node
 *   consequence  what a call brought about: no MAC, its cause is one of `causes`
 *   beginning    the platform's first entry, before any gateway or key stood
 */
#ifndef CS_AUDIT_ACTION_H
#define CS_AUDIT_ACTION_H

#include <stdbool.h>

/* X(name, kind, allowed causes separated by '|' or NULL, clause) */
/* clang-format off */
#define CS_ACTION_LIST(X)                                                                                              \
    X("platform.initialised", beginning, NULL, "GS-2.2.2")                                                             \
    X("platform.recover", request, NULL, "GS-2.2.2")                                                                   \
    X("account.recovered", consequence, "platform.recover", "GS-2.1.1")                                                \
    /* signing in */                                                                                                   \
    X("session.begin", request, NULL, "GS-2.1.3")                                                                      \
    X("session.end", request, NULL, "GS-2.2.1")                                                                        \
    X("session.step_up", request, NULL, "JR-5.1")                                                                      \
    X("session.list", request, NULL, "GS-2.2.1")                                                                       \
    X("session.revoke", request, NULL, "GS-2.2.1")                                                                     \
    X("session.end_all", request, NULL, "GS-2.2.1")                                                                    \
    X("session.refresh", request, NULL, "GS-2.2.1")                                                                    \
    X("password.change", request, NULL, "GS-2.1.2")                                                                    \
    X("phrase.set", request, NULL, "JR-11.3.1")                                                                        \
    X("phrase.read", request, NULL, "JR-11.3.1")                                                                       \
    X("otp.begin", request, NULL, "JR-5.1")                                                                            \
    X("otp.confirm", request, NULL, "JR-5.1")                                                                          \
    X("terms.read", request, NULL, "GS-2.1.3")                                                                         \
    X("terms.accept", request, NULL, "GS-2.1.3")                                                                       \
    X("device.enrol", request, NULL, "GS-2.1.3")                                                                       \
    X("device.propose", request, NULL, "GS-2.1.3")                                                                     \
    X("device.list", request, NULL, "GS-4.3c")                                                                         \
    X("device.remove", request, NULL, "GS-2.1.3")                                                                      \
    X("device.renew", request, NULL, "GS-2.1.3")                                                                       \
    X("service.begin", request, NULL, "GS-2.1.3")                                                                      \
    X("me.read", request, NULL, "GS-4.3c")                                                                             \
    X("session.begun", consequence, "service.begin|session.begin", "GS-2.2.1")                                         \
    X("session.ended", consequence, "session.revoke|session.end_all|password.change|service.begin|session.begin|account.suspend|account.transfer|review.resubmit|account.depart|review.decide|clock.tick|device.remove", "GS-2.2.1") \
    X("account.locked", consequence, "session.begin|session.step_up|password.change", "GS-2.2.1") \
    X("otp.confirmed", consequence, "otp.confirm", "JR-5.1") \
    X("step_up.spent", consequence, "review.decide|otp.begin|break_glass.start|delegation.create", "JR-5.1") \
    X("device.bound", consequence, "platform.recover|service.begin|device.enrol|review.decide|platform.initialised|device.renew", "GS-2.1.3") \
    X("password.set", consequence, "password.change|device.enrol", "GS-2.1.2") \
    /* institutions and accounts */                                                                                    \
    X("institution.create", request, NULL, "GS-2.1.1")                                                                 \
    X("institution.list", request, NULL, "GS-4.3c")                                                                    \
    X("institution.admitted", consequence, "review.decide|platform.initialised", "GS-2.1.1")                           \
    X("institution.read", request, NULL, "GS-4.3c") \
    X("institution.suspend", request, NULL, "GS-2.1.1") \
    X("institution.reinstate", request, NULL, "GS-2.1.1") \
    X("institution.suspended", consequence, "review.decide", "GS-2.1.1") \
    X("institution.reinstated", consequence, "review.decide", "GS-2.1.1") \
    X("department.list", request, NULL, "GS-4.3c") \
    X("department.create", request, NULL, "GS-2.1.1") \
    X("role.list", request, NULL, "GS-3.1.1") \
    X("permission.list", request, NULL, "GS-3.1.1") \
    X("account.create", request, NULL, "GS-2.1.1")                                                                     \
    X("account.list", request, NULL, "GS-4.3c")                                                                        \
    X("account.read", request, NULL, "GS-4.3c")                                                                        \
    X("account.activated", consequence, "review.decide|platform.initialised", "GS-2.1.1")                              \
    X("account.suspend", request, NULL, "GS-2.1.1") \
    X("account.depart", request, NULL, "GS-3.3") \
    X("account.transfer", request, NULL, "GS-3.3") \
    X("account.reinstate", request, NULL, "GS-2.1.1") \
    X("account.unlock", request, NULL, "GS-2.2.1") \
    X("account.reset", request, NULL, "GS-2.1.2") \
    X("account.hand_over", request, NULL, "GS-2.1.1") \
    X("account.end_date", request, NULL, "GS-2.1.1") \
    X("account.suspended", consequence, "account.suspend|account.depart|clock.tick", "GS-2.1.1") \
    X("account.closed", consequence, "account.depart|clock.tick", "GS-3.3") \
    X("account.retired", consequence, "account.depart|clock.tick", "GS-3.3") \
    X("account.transferred", consequence, "review.decide", "GS-3.3") \
    X("account.reinstated", consequence, "review.decide", "GS-2.1.1") \
    X("account.unlocked", consequence, "review.decide", "GS-2.2.1") \
    X("account.extended", consequence, "review.decide", "GS-2.1.1") \
    X("password.voided", consequence, "review.decide", "GS-2.1.2") \
    X("role.ended", consequence, "account.transfer|review.resubmit|account.depart|clock.tick", "GS-3.3") \
    X("device.revoked", consequence, "account.depart|clock.tick|device.enrol|device.remove|review.decide|review.withdraw", "GS-2.1.3") \
    /* reviews */                                                                                                      \
    X("review.list", request, NULL, "GS-4.3c")                                                                         \
    X("review.read", request, NULL, "GS-4.3c")                                                                         \
    X("review.decide", request, NULL, "JR-5.2")                                                                        \
    X("review.plan", request, NULL, "GS-2.2.2") \
    X("review.export", request, NULL, "GS-2.2.2")                                                                      \
    X("decision.taken", consequence, "review.decide", "JR-5.2")                                                        \
    X("review.resubmit", request, NULL, "GS-2.2.2") \
    X("review.withdraw", request, NULL, "GS-2.2.2") \
    X("review.returned", consequence, "review.decide", "GS-2.2.2") \
    X("review.opened", consequence, "institution.create|account.create|account.transfer|account.reinstate|account.unlock|account.reset|account.end_date|institution.suspend|institution.reinstate|record.publish|agreement.create|permission.request|device.enrol|device.propose|review.resubmit|record.destroy|record.reclassify|record.forward|policy.propose|clock.tick", "GS-2.2.2") \
    X("review.approved", consequence, "review.decide", "GS-2.2.2")                                                     \
    X("review.rejected", consequence, "review.decide", "GS-2.2.2")                                                     \
    X("review.failed", consequence, "review.decide", "GS-2.2.2")                                                       \
    X("review.reminded", consequence, "clock.tick", "GS-2.2.3")                                                        \
    X("review.escalated", consequence, "clock.tick", "GS-2.2.3")                                                       \
    X("review.expired", consequence, "review.decide|clock.tick", "GS-2.2.3")                                           \
    X("review.withdrawn", consequence, "device.enrol|device.remove|review.withdraw", "GS-2.2.2")                                                    \
    /* permissions and policies */                                                                                     \
    X("agreement.create", request, NULL, "GS-1.7") \
    X("agreement.list", request, NULL, "GS-1.7") \
    X("agreement.signed", consequence, "review.decide", "GS-1.7") \
    X("agreement.ended", consequence, "clock.tick", "GS-1.7") \
    X("permission.request", request, NULL, "GS-3.2")                                                                   \
    X("grant.list", request, NULL, "GS-4.3c")                                                                          \
    X("grant.read", request, NULL, "GS-4.3c") \
    X("explanation.read", request, NULL, "JR-8") \
    X("grant.granted", consequence, "review.decide|permission.request", "GS-3.2") \
    X("grant.revoke", request, NULL, "GS-3.3") \
    X("grant.revoked", consequence, "account.transfer|review.resubmit|account.depart|grant.revoke|clock.tick|review.decide|record.withdraw", "GS-3.3") \
    X("grant.ended", consequence, "clock.tick", "GS-3.3") \
    X("policy.list", request, NULL, "GS-4.3c") \
    X("policy.read", request, NULL, "GS-4.3c") \
    X("delegation.list", request, NULL, "GS-4.3c")                                                                     \
    X("delegation.create", request, NULL, "GS-3.1.1")                                                                  \
    X("delegation.end", request, NULL, "GS-3.3")                                                                       \
    X("delegation.given", consequence, "delegation.create", "GS-3.1.1")                                                \
    X("delegation.ended", consequence, "delegation.end|account.suspend|account.transfer|review.resubmit|account.depart|clock.tick", "GS-3.3") \
    X("break_glass.list", request, NULL, "GS-4.3c") \
    X("break_glass.start", request, NULL, "GS-2.2.2") \
    X("break_glass.end", request, NULL, "GS-2.2.2") \
    X("break_glass.asked", consequence, "break_glass.start", "GS-2.2.2") \
    X("break_glass.started", consequence, "break_glass.start", "GS-2.2.2") \
    X("break_glass.used", consequence, "account.suspend|session.revoke|session.end_all|device.remove|grant.revoke|record.withdraw", "GS-2.2.2") \
    X("break_glass.lapsed", consequence, "break_glass.end|account.suspend|account.transfer|review.resubmit|account.depart|clock.tick", "GS-2.2.2") \
    X("break_glass.ended", consequence, "break_glass.end|account.suspend|account.transfer|review.resubmit|account.depart|clock.tick", "GS-2.2.2") \
    X("break_glass.reviewed", consequence, "review.decide", "GS-2.2.2") \
    X("policy.propose", request, NULL, "GS-1.4") \
    X("policy.activated", consequence, "platform.recover|platform.initialised|review.decide", "GS-1.4")                                               \
    /* records */                                                                                                      \
    X("record_type.list", request, NULL, "GS-4.3c")                                                                    \
    X("record.destroy", request, NULL, "GS-4.1") \
    X("record.reclassify", request, NULL, "GS-4.1") \
    X("record.reclassified", consequence, "review.decide", "GS-4.1") \
    X("record.forward", request, NULL, "GS-3.2") \
    X("record.withdraw", request, NULL, "GS-2.3.2") \
    X("record.withdrawn", consequence, "record.withdraw", "GS-2.3.2") \
    X("record.destroyed", consequence, "review.decide", "GS-4.1") \
    X("record.revise", request, NULL, "GS-4.3a") \
    X("record.create", request, NULL, "GS-4.3a")                                                                       \
    X("record.publish", request, NULL, "GS-2.3.1")                                                                     \
    X("record.list", request, NULL, "GS-4.3c")                                                                         \
    X("record.read", request, NULL, "GS-4.3c")                                                                         \
    X("record.release", request, NULL, "GS-4.3b")                                                                      \
    X("release.cut", request, NULL, "GS-3.3")                                                                          \
    X("record.published", consequence, "review.decide", "GS-2.3.1")                                                    \
    X("receipt.read", request, NULL, "GS-4.3b")                                                                        \
    /* the log */                                                                                                      \
    X("entry.list", request, NULL, "GS-4.3c")                                                                          \
    X("entry.read", request, NULL, "GS-4.3c")                                                                          \
    X("proof.read", request, NULL, "GS-4.3c")                                                                          \
    /* alerts */                                                                                                       \
    X("alert.list", request, NULL, "GS-4.3c")                                                                          \
    X("notification.list", request, NULL, "GS-2.2.3")                                                                  \
    X("alert.raised", consequence, "platform.recover|service.begin|session.begin|device.enrol|review.decide|clock.tick|device.renew|session.step_up|password.change|permission.request|record.forward|review.plan|explanation.read|break_glass.start", "GS-2.2.2") \
    /* the gateway's own */                                                                                            \
    X("refusals.summed", consequence, "clock.tick", "JR-11.3.2")                                                       \
    X("call.refused", request, NULL, "JR-11.3.2")                                                                      \
    X("clock.tick", request, NULL, "GS-2.2.3")
/* clang-format on */

typedef enum {
    CS_ACTION_UNKNOWN, /* no entry can bear it */
    CS_ACTION_REQUEST,
    CS_ACTION_CONSEQUENCE,
    CS_ACTION_BEGINNING,
} cs_audit_action_e;

/* Of a word of the list; CS_ACTION_UNKNOWN for any other. */
cs_audit_action_e cs_audit_action_kind(const char *action);

/* Can an entry of action `cause` bring about one of `action`? */
bool cs_audit_action_is_caused_by(const char *action, const char *cause);

#endif
