-- SPDX-License-Identifier: Apache-2.0
-- identity.list_owed: what an account must do before anything else, in this
-- order: change_password after a reset or in time (GS-2.1.2), accept_terms
-- (GS-2.1.3), enrol_otp where a permission of the account asks for it (JR-5.1).
-- Asked at every call, so it reads no more than it must.

create function identity.list_owed(i_account uuid) returns text[]
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return array(
        select 'change_password'
          from identity.credential c
          join access.password_policy p on p.policy = access.current_policy()
         where c.account_id = i_account and (c.must_change or c.set_at + p.max_age < statement_timestamp())
         union all
        select 'accept_terms'
          from access.terms_policy p
         where p.policy = access.current_policy() and p.required
           and exists (select from identity.account a where a.account_id = i_account and a.kind = 'person')
           and not exists (select from identity.terms_acceptance t
                            where t.account_id = i_account and t.version = p.version)
         union all
        select 'enrol_otp'
          from access.session_policy p
         where p.policy = access.current_policy() and cardinality(p.code_tiers) > 0
           and not exists (select from identity.one_time_code o
                            where o.account_id = i_account and o.confirmed_at is not null)
           and exists (select
                         from access.list_permissions(i_account) h (permission)
                         join access.permission t on t.policy = p.policy and t.permission = h.permission
                        where t.tier = any (p.code_tiers)));
end;
$$;
comment on function identity.list_owed(uuid) is 'What an account must do before anything else.';
revoke all on function identity.list_owed(uuid) from public;
