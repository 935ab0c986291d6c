-- SPDX-License-Identifier: Apache-2.0
-- access.current_policy: the number of the set of policies in force, null
-- before the platform is initialised.

create function access.current_policy() returns integer
    language sql stable
    set search_path = pg_catalog, pg_temp
    return (select max(s.policy) from access.policy_set s);
comment on function access.current_policy() is 'Number of the set of policies in force.';
revoke all on function access.current_policy() from public;
