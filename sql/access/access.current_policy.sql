-- SPDX-License-Identifier: Apache-2.0
-- access.current_policy: the number of the set of policies in force, null
-- before the platform is initialised.  In plpgsql, as all that is asked for
-- with every call, because that keeps its plan; in SQL each call plans anew.

create function access.current_policy() returns integer
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (select max(s.policy) from access.policy_set s);
end;
$$;
comment on function access.current_policy() is 'Number of the set of policies in force.';
revoke all on function access.current_policy() from public;
