-- SPDX-License-Identifier: Apache-2.0
-- audit.begin_call: opens a call of somebody signed in.
-- Input:   i_call as in audit.begin_stranger_call, with the session's handle;
--          i_permission, what the call needs, or null; i_actions as there.
-- Result:  the call with its subject.  A code that is not null ends it:
--          clock, invalid_token, account_not_active, invalid_proof,
--          address_not_allowed, owed_first, forbidden,
--          idempotency_mismatch, already_shown, or ok with `repeated` for an
--          answer given before.
-- From here on row security shows the rows of the caller's institution.
-- Tables:  reads sessions and accounts, claims the key in ops.idempotency.

create function audit.begin_call(i_call jsonb, i_permission text, variadic i_actions text[]) returns audit.call
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_stranger_call(i_call, variadic i_actions);
    l_s record;
begin
    if l_c.code = 'clock' then
        return l_c;
    end if;
    -- The public id is signed into the entry: it must be the session of the handle.
    select s.* into l_s
      from identity.authenticate(decode(i_call->>'handle', 'hex'), (l_c.entry->>'session')::uuid) s;
    l_c.code           := coalesce(l_s.code, l_c.code); -- who showed a proof twice is on record
    l_c.account_id     := l_s.account_id;
    l_c.person_id      := l_s.person_id;
    l_c.institution_id := l_s.institution_id;
    l_c.department     := l_s.department;
    l_c.rank           := l_s.rank;
    l_c.kind           := l_s.kind;
    l_c.session_id     := l_s.session_id;
    l_c.device_id      := l_s.device_id;
    l_c.device_class   := l_s.device_class;
    perform set_config('countersign.institution', coalesce(l_c.institution_id::text, ''), true);
    perform set_config('countersign.readable', case when l_c.institution_id is null then ''
                                                    else array(select audit.list_readable(l_c.institution_id))::text end, true);
    if l_c.code is null and l_c.kind = 'service'
       and not identity.is_service_address(l_c.account_id, ops.read_address(l_c.personal)) then
        l_c.code := 'address_not_allowed';
    end if;
    if l_c.code is null and l_c.kind = 'service' and identity.is_personal(l_c.entry->>'action') then
        l_c.code := 'forbidden';
    end if;
    if l_c.code is null and not identity.settles_owed(l_c.entry->>'action')
       and identity.list_owed(l_c.account_id) <> '{}' then
        l_c.code := 'owed_first';
    end if;
    if l_c.code is null and i_permission is not null
       and not access.has_permission(l_c.account_id, i_permission) then
        l_c.code := 'forbidden';
    end if;
    if l_c.code is null and l_c.key is not null then
        l_c := ops.claim_key(l_c);
    end if;
    return l_c;
end;
$$;
comment on function audit.begin_call(jsonb, text, text[]) is 'Opens a call of somebody signed in: authenticates the handle, checks the permission, claims the idempotency key.';
revoke all on function audit.begin_call(jsonb, text, text[]) from public;
