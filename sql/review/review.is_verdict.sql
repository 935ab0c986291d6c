-- SPDX-License-Identifier: Apache-2.0
-- review.is_verdict: may that be said on a review of this kind.  What is as it is
-- is not sent back: a device, and what was done under a break-glass.

create function review.is_verdict(i_kind text, i_verdict text) returns boolean
    language sql immutable
    return coalesce(i_verdict in ('approve', 'reject') or i_verdict = 'return' and i_kind not in ('device.bind', 'breakglass.review'), false);
comment on function review.is_verdict(text, text) is 'Whether that may be said on a review of a kind.';
revoke all on function review.is_verdict(text, text) from public;
