-- SPDX-License-Identifier: Apache-2.0
-- identity.is_personal: is a call one that people alone make: about a secret
-- or a promise of their own.  A service has none but its certificate (GS-2.1.3).

create function identity.is_personal(i_action text) returns boolean
    language sql immutable
    return i_action in ('session.step_up', 'password.change', 'phrase.set', 'terms.accept', 'otp.begin', 'otp.confirm',
                        'delegation.create', 'break_glass.start', 'break_glass.end');
comment on function identity.is_personal(text) is 'Whether a call is one that people alone make.';
revoke all on function identity.is_personal(text) from public;
