-- SPDX-License-Identifier: Apache-2.0
-- identity.is_answered: is there still somebody who answers for an account that
-- must be answered for (GS-2.1.1): a partner's liaison, a service's owner.

create function identity.is_answered(i_account uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select from identity.account a
         where a.account_id = i_account
           and (a.liaison_id is null or identity.is_active(a.liaison_id))
           and (a.kind <> 'service' or exists (select from identity.live_service s where s.account_id = a.account_id)));
end;
$$;
comment on function identity.is_answered(uuid) is 'Whether somebody still answers for a partner''s account, or a service.';
revoke all on function identity.is_answered(uuid) from public;
