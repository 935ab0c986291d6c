-- SPDX-License-Identifier: Apache-2.0
-- access.find_delegate: who could decide in the caller's name: another person of
-- the institution, active, with a bound device.
-- Input:   i_who, an account's id or name.

create function access.find_delegate(i_c audit.call, i_who text) returns identity.account
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select a
          from identity.account a
         where (a.account_id = ops.read_uuid(i_who) or a.name = i_who)
           and a.institution_id = i_c.institution_id and a.person_id <> i_c.person_id and a.kind = 'person' and identity.is_able(a));
end;
$$;
comment on function access.find_delegate(audit.call, text) is 'Who could decide in the caller''s name.';
revoke all on function access.find_delegate(audit.call, text) from public;
