-- SPDX-License-Identifier: Apache-2.0
-- identity.lock_partner: takes the account of a partner for those who answer
-- for it: who manages accounts where its liaison is, or at the operator.  With
-- its liaison all of a partner's people are suspended, those who would ask for
-- each other too.
-- Inputs and result:  as identity.lock_managed.
-- Tables:  identity.account (row lock).

create function identity.lock_partner(i_c audit.call, i_account uuid, i_permission text, out code text, out account identity.account)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    select a.* into account
      from identity.account a
     where a.account_id = i_account and a.institution_kind = 'partner' and a.state <> 'rejected'
       for no key update;
    code := case
        when not found or not exists (
            select from identity.institution i
             where i.institution_id = i_c.institution_id
               and (i.kind = 'operator' or identity.is_of((account).liaison_id, i.institution_id))) then 'not_found'
        when not identity.may_still(i_c, i_permission) then 'forbidden'
        when (account).person_id = i_c.person_id then 'own_request'
        else 'ok' end;
end;
$$;
comment on function identity.lock_partner(audit.call, uuid, text) is 'Takes the account of a partner for those who answer for it.';
revoke all on function identity.lock_partner(audit.call, uuid, text) from public;
