-- SPDX-License-Identifier: Apache-2.0
-- identity.find_liaison: who could answer for a partner's account (GS-2.1.1): an
-- active person of a member or of the operator, by id or name, who has not given
-- notice and whose end comes neither before the partner's nor within the notice
-- that a liaison owes; or null.
-- Input:   i_ends_at, when the partner's account ends.

create function identity.find_liaison(i_account text, i_ends_at timestamptz) returns uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (select a.account_id
              from identity.account a
             where (a.name = i_account or a.account_id = ops.read_uuid(i_account)) and a.kind = 'person'
               and a.institution_kind in ('member', 'operator') and identity.current_state(a) = 'active'
               and identity.is_staying(a, greatest(statement_timestamp() + interval '24 hours', i_ends_at)));
end;
$$;
comment on function identity.find_liaison(text, timestamptz) is 'Who could answer for a partners account.';
revoke all on function identity.find_liaison(text, timestamptz) from public;
