/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one list of outcomes: what a function of src/ returns, what the
 * database answers by name, what the log keeps as reason and what a client
 * reads as `code` are the same word.  Numbers are never reused.
 */
#ifndef CS_BASE_STATUS_H
#define CS_BASE_STATUS_H

#include <stdint.h>
#include <stdbool.h>

typedef enum {
    CS_CATEGORY_OK,          /* done */
    CS_CATEGORY_AGAIN,       /* not yet: wait for an event and step again */
    CS_CATEGORY_REFUSED,     /* a rule says no */
    CS_CATEGORY_INVALID,     /* the input is malformed */
    CS_CATEGORY_CONFLICT,    /* the state moved */
    CS_CATEGORY_UNAVAILABLE, /* a part that is needed is away: try later */
    CS_CATEGORY_INTERNAL,    /* should not happen: fail closed, alert */
} cs_category_t;

/* clang-format off */
/* X(number, SYMBOL, "name", category, HTTP status, "English title", "Chinese title") */
#define CS_STATUS_LIST(X) \
    X(0, CS_OK, "ok", OK, 200, "Done", "完成") \
    X(1, CS_AGAIN, "again", AGAIN, 500, "Not finished", "尚未完成") \
    /* malformed input */ \
    X(10, CS_MALFORMED, "malformed", INVALID, 400, "The request is malformed", "请求格式错误") \
    X(11, CS_UNKNOWN_MEMBER, "unknown_member", INVALID, 400, "A member is not known here", "存在未知成员") \
    X(12, CS_MISSING_MEMBER, "missing_member", INVALID, 400, "A member is missing", "缺少成员") \
    X(13, CS_WRONG_TYPE, "wrong_type", INVALID, 400, "A member has the wrong type or form", "成员类型或格式错误") \
    X(14, CS_TOO_LARGE, "too_large", INVALID, 413, "The body is too large", "请求体过大") \
    X(15, CS_UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", INVALID, 415, "The media type is not supported", "不支持的媒体类型") \
    X(16, CS_NOT_FOUND, "not_found", REFUSED, 404, "There is no such thing here", "未找到") \
    X(17, CS_METHOD_NOT_ALLOWED, "method_not_allowed", INVALID, 405, "The method is not allowed here", "不允许的方法") \
    X(18, CS_INVALID_VALUE, "invalid_value", INVALID, 422, "A value is refused by a rule", "取值不符合规则") \
    /* who is calling */ \
    X(30, CS_INVALID_TOKEN, "invalid_token", REFUSED, 401, "The access token is not valid here", "访问令牌无效") \
    X(31, CS_INVALID_CREDENTIALS, "invalid_credentials", REFUSED, 401, "The password is wrong", "密码错误") \
    X(32, CS_DEVICE_NOT_BOUND, "device_not_bound", REFUSED, 403, "This device is not bound to the account", "设备未与账户绑定") \
    X(33, CS_ACCOUNT_LOCKED, "account_locked", REFUSED, 423, "The account is locked", "账户已锁定") \
    X(34, CS_ATTEMPTS_PENDING, "attempts_pending", REFUSED, 429, "Other sign-ins of this account are under way", "该账户有正在进行的登录") \
    X(35, CS_TERMINAL_LIMIT, "terminal_limit", REFUSED, 409, "The account is signed in on as many terminals as it may", "登录终端数已达上限") \
    X(36, CS_ACCOUNT_NOT_ACTIVE, "account_not_active", REFUSED, 403, "The account is not active", "账户未激活") \
    X(37, CS_INVALID_ENROLMENT, "invalid_enrolment", REFUSED, 403, "The enrolment code or the certificate does not fit", "注册码或证书不符") \
    X(38, CS_WEAK_PASSWORD, "weak_password", REFUSED, 422, "The password is too weak", "密码强度不足") \
    X(39, CS_DEVICE_TAKEN, "device_taken", REFUSED, 409, "This key already belongs to an account", "该密钥已属于某一账户") \
    X(40, CS_INVALID_PROOF, "invalid_proof", REFUSED, 401, "The DPoP proof is not valid here, or was used before", "DPoP证明无效或已使用") \
    X(41, CS_USE_DPOP_NONCE, "use_dpop_nonce", REFUSED, 401, "The DPoP proof needs a nonce of this server", "DPoP证明须使用服务器随机数") \
    X(46, CS_ADDRESS_NOT_ALLOWED, "address_not_allowed", REFUSED, 403, "The service may not call from this address", "该服务不得从此地址调用") \
    X(47, CS_UNSUPPORTED_GRANT_TYPE, "unsupported_grant_type", INVALID, 400, "The grant type is not supported", "不支持的授权类型") \
    X(48, CS_INVALID_SCOPE, "invalid_scope", INVALID, 400, "There are no scopes here", "无此范围") \
    X(60, CS_OTP_REQUIRED, "otp_required", REFUSED, 401, "A one-time code is needed too", "须同时提供动态口令") \
    X(61, CS_INVALID_OTP, "invalid_otp", REFUSED, 401, "The one-time code is wrong", "动态口令错误") \
    X(66, CS_OTP_USED, "otp_used", REFUSED, 401, "The one-time code was used", "动态口令已使用") \
    X(62, CS_STEP_UP_REQUIRED, "step_up_required", REFUSED, 401, "The operation needs a step-up of its own", "此操作须再次验证身份") \
    X(63, CS_OWED_FIRST, "owed_first", REFUSED, 403, "Something else must be done first", "须先完成待办事项") \
    X(64, CS_NO_ONE_TIME_CODE, "no_one_time_code", CONFLICT, 409, "The account has no one-time code", "账户尚未启用动态口令") \
    X(65, CS_INVALID_ASSERTION, "invalid_assertion", REFUSED, 401, "The passkey's assertion does not hold here, or was used", "通行密钥断言无效或已使用") \
    X(49, CS_LAST_DEVICE, "last_device", REFUSED, 409, "It is the account's last device", "这是该账户最后一台设备") \
    /* may they */ \
    X(50, CS_FORBIDDEN, "forbidden", REFUSED, 403, "This is not permitted to the account", "账户无此权限") \
    X(51, CS_GRANT_REQUIRED, "grant_required", REFUSED, 403, "A permission must be requested first", "须先申请权限") \
    X(52, CS_PURPOSE_NOT_GRANTED, "purpose_not_granted", REFUSED, 422, "The purpose is not one of the grant's", "用途不在授权范围内") \
    X(53, CS_OPERATION_NOT_ALLOWED, "operation_not_allowed", REFUSED, 403, "The operation is not allowed at this level and rank", "该级别与职级不允许此操作") \
    X(54, CS_C3_FORBIDDEN, "c3_forbidden", REFUSED, 422, "C3 data may not be shared", "C3类信息不得共享") \
    X(55, CS_NO_CONTENT_KEY, "no_content_key", REFUSED, 403, "The institution cannot publish records", "该机构不能发布记录") \
    /* reviews */ \
    X(70, CS_NOT_ELIGIBLE, "not_eligible", REFUSED, 403, "The account may not decide this stage", "无权审核此环节") \
    X(71, CS_OWN_REQUEST, "own_request", REFUSED, 403, "Nobody decides a request of their own", "不得审核本人的申请") \
    X(72, CS_ALREADY_DECIDED, "already_decided", CONFLICT, 409, "This person has decided in this review", "该人员已在此审核中作出决定") \
    X(73, CS_WRONG_DIGEST, "wrong_digest", CONFLICT, 409, "The decision is over another payload", "决定所针对的内容不一致") \
    X(74, CS_BAD_COUNTERSIGNATURE, "bad_countersignature", REFUSED, 422, "The countersignature does not hold", "会签无效") \
    X(75, CS_DEVICE_CLASS, "device_class", REFUSED, 403, "The device's class is too low for this review", "设备类别不足") \
    X(76, CS_REVIEW_CLOSED, "review_closed", CONFLICT, 409, "The review is closed", "审核已结束") \
    X(77, CS_REVIEW_EXPIRED, "review_expired", CONFLICT, 409, "The review has expired", "审核已过期") \
    X(78, CS_UNDECIDABLE, "undecidable", REFUSED, 422, "Nobody could decide this review", "无人可以审核") \
    X(80, CS_AGREEMENT_REQUIRED, "agreement_required", REFUSED, 422, "An agreement must be named, or made first", "须指明或先行签署权责协议") \
    X(79, CS_BAD_ATTESTATION, "bad_attestation", REFUSED, 422, "The attestation does not hold", "真实性声明无效") \
    /* state */ \
    X(90, CS_CONFLICT, "conflict", CONFLICT, 409, "The state does not allow this", "当前状态不允许此操作") \
    X(91, CS_ALREADY_EXISTS, "already_exists", CONFLICT, 409, "It exists already", "已存在") \
    X(92, CS_IDEMPOTENCY_MISMATCH, "idempotency_mismatch", CONFLICT, 422, "The idempotency key was used with another body", "幂等键已用于不同请求") \
    X(93, CS_ALREADY_SHOWN, "already_shown", CONFLICT, 409, "The answer bore a secret and is shown once only", "含密信息仅显示一次") \
    X(94, CS_CLOCK, "clock", UNAVAILABLE, 503, "The node's clock differs from the database's", "节点时钟与数据库不一致") \
    X(95, CS_POLICY_MOVED, "policy_moved", CONFLICT, 409, "The policy changed meanwhile", "策略已变更") \
    X(96, CS_FACTS_MOVED, "facts_moved", CONFLICT, 409, "What the decision rests on changed meanwhile", "决策依据已变更") \
    X(100, CS_LAST_HOLDER, "last_holder", CONFLICT, 409, "Something depends on this account alone", "尚有事项仅由该账户负责") \
    X(101, CS_LIAISON_BOUND, "liaison_bound", CONFLICT, 409, "Accounts of a partner rest on this liaison", "仍有合作方账户由该对接人负责") \
    /* away */ \
    X(110, CS_UNAVAILABLE, "unavailable", UNAVAILABLE, 503, "The platform cannot serve this now", "平台暂不可用") \
    X(111, CS_LOG_UNAVAILABLE, "log_unavailable", UNAVAILABLE, 503, "The log cannot be written now", "日志暂不可写") \
    X(112, CS_OUTCOME_UNKNOWN, "outcome_unknown", UNAVAILABLE, 503, "Whether it happened is not known: repeat with the same key", "结果未知：请用同一幂等键重试") \
    X(113, CS_QUEUE_FULL, "queue_full", UNAVAILABLE, 503, "Too much waits already", "等待队列已满") \
    X(114, CS_DEADLINE, "deadline", UNAVAILABLE, 503, "It took too long", "处理超时") \
    X(115, CS_TOO_MANY_REQUESTS, "too_many_requests", REFUSED, 429, "Too many requests", "请求过多") \
    /* ours */ \
    X(130, CS_INTERNAL, "internal", INTERNAL, 500, "Something went wrong here", "内部错误") \
    X(131, CS_NO_MEMORY, "no_memory", INTERNAL, 500, "Out of memory", "内存不足") \
    X(132, CS_FULL, "full", INTERNAL, 500, "A buffer is at its maximum", "缓冲区已满") \
    X(133, CS_BAD_SIGNATURE, "bad_signature", REFUSED, 422, "A signature does not hold", "签名无效") \
    X(134, CS_BAD_KEY, "bad_key", INTERNAL, 500, "A key cannot be used", "密钥不可用")
/* clang-format on */

typedef enum {
#define CS_STATUS_ENUM(number, symbol, name, category, http, en, zh) symbol = (number),
    CS_STATUS_LIST(CS_STATUS_ENUM)
#undef CS_STATUS_ENUM
} cs_status_t;

#define CS_MUST_CHECK __attribute__((warn_unused_result))

typedef enum {
    CS_LANGUAGE_EN,
    CS_LANGUAGE_ZH_CN,
} cs_language_t;

/* The snake_case word of a status; "internal" for a number that is not listed. */
const char *cs_status_name(cs_status_t status);

/* The status of a word the database answered; CS_INTERNAL for an unknown one. */
cs_status_t cs_status_from_name(const char *name);

cs_category_t cs_status_category(cs_status_t status);
unsigned cs_status_http(cs_status_t status);
const char *cs_status_title(cs_status_t status, cs_language_t language);

#endif
