-- SPDX-License-Identifier: Apache-2.0
-- identity.list_former: how to hash a new password so that it can be compared
-- with those that may not be set again: the present one and the newest former
-- ones, as many as the policy remembers (GS-2.1.2).

create function identity.list_former(i_account uuid) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'salt', encode(f.salt, 'hex'), 'memory_kib', f.memory_kib, 'iterations', f.iterations,
                   'parallelism', f.parallelism, 'pepper', f.pepper)), '[]')
          from (select c.salt, c.memory_kib, c.iterations, c.parallelism, c.pepper
                  from identity.credential c
                 where c.account_id = i_account
                 union all
                (select p.salt, p.memory_kib, p.iterations, p.parallelism, p.pepper
                   from identity.former_password p
                  where p.account_id = i_account
                  order by p.set_at desc
                  limit (select x.remembered from access.password_policy x where x.policy = access.current_policy()))) f);
end;
$$;
comment on function identity.list_former(uuid) is 'How a new password is hashed to be compared with former ones.';
revoke all on function identity.list_former(uuid) from public;
