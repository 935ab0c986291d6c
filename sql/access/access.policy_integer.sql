-- SPDX-License-Identifier: Apache-2.0
-- access.policy_integer: a number of a policy in force, as its document says.

create function access.policy_integer(i_name text, i_member text) returns integer
    language sql stable
    set search_path = pg_catalog, pg_temp
    return (select (d.document::jsonb ->> i_member)::integer
              from access.policy_document d
             where d.policy = access.current_policy() and d.name = i_name);
comment on function access.policy_integer(text, text) is 'A number of a policy in force.';
revoke all on function access.policy_integer(text, text) from public;
