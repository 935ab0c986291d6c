-- SPDX-License-Identifier: Apache-2.0
-- identity.settles_owed: may a call be made while something is owed: those
-- that settle it, say what it is, or end the session.

create function identity.settles_owed(i_action text) returns boolean
    language sql immutable
    return i_action in ('me.read', 'session.end', 'session.list', 'session.revoke', 'session.end_all', 'session.refresh',
                        'session.step_up', 'password.change', 'terms.read', 'terms.accept', 'otp.begin', 'otp.confirm');
comment on function identity.settles_owed(text) is 'Whether a call may be made while something is owed.';
revoke all on function identity.settles_owed(text) from public;
