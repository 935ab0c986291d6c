-- SPDX-License-Identifier: Apache-2.0
-- review.describe_word: a kept signature as it is on the wire: a key's
-- {countersignature}, or a passkey's {signing_input, assertion}.

create function review.describe_word(i_countersignature text, i_assertion text) returns jsonb
    language sql immutable
    return case when i_assertion is null then jsonb_build_object('countersignature', i_countersignature)
                else jsonb_build_object('signing_input', i_countersignature, 'assertion', i_assertion::jsonb) end;
comment on function review.describe_word(text, text) is 'A kept signature as it is on the wire.';
revoke all on function review.describe_word(text, text) from public;
