-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_account: an officer proposes an account of the own
-- institution; two others activate it (GS-2.1.1).
-- Input:   {name, kind, person, institution, department, rank, roles}, with
--          account (its id), certificate (hex DER or null) and code_half_digest
--          (hex SHA-256 of the half that the answer shows), from the gateway.
-- Result:  {account, review}; refusals: forbidden, invalid_value,
--          already_exists, device_taken, undecidable.
-- Tables:  identity.person, account, account_role, enrolment.

create function gateway.create_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.create');
    l_new     jsonb;
    l_refusal jsonb;
    l_opened  jsonb;
    l_a       identity.account;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.lock_names();
    l_new := identity.describe_newcomer(i_request);
    -- A liaison who is about to leave either sees this account or is not found any more; another account of the same
    -- person gets no duty meanwhile that excludes one of these.
    perform from identity.account a where a.account_id = ops.read_uuid(l_new->>'liaison') for share;
    perform identity.hold_person((
        select p.person_id from identity.person p
         where p.institution_id = l_c.institution_id and p.folded = identity.fold_number(l_new->'person'->>'number')));
    l_new := identity.describe_newcomer(i_request);
    if not identity.may_still(l_c, 'account.create') then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    l_refusal := identity.check_account(l_c, i_request, l_new);
    if l_refusal is not null then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    end if;
    l_opened := review.open_review(l_c, 'account.activate', l_new, jsonb_build_object(
        'institution', l_c.institution_id, 'object_type', 'account', 'object', l_new->>'account', 'base', 1,
        'beneficiary_person', identity.add_person(l_c.institution_id, coalesce(i_request->'person', l_new->'person'))));
    if l_opened->>'code' <> 'ok' then
        return audit.end_call(l_c, l_opened->>'code', l_opened - 'code');
    end if;
    perform identity.add_account(l_c.institution_id, l_new, (l_opened->'review'->>'id')::uuid,
                                 decode(i_request->>'code_half_digest', 'hex'));
    select a.* into strict l_a from identity.account a where a.account_id = (l_new->>'account')::uuid;
    return audit.end_call(l_c, 'ok',
        jsonb_build_object('account', identity.describe_account(l_a), 'review', l_opened->'review'),
        jsonb_build_object('owner', l_c.institution_id, 'review', l_a.review_id, 'secret', true));
end;
$$;
comment on function gateway.create_account(jsonb, jsonb) is 'Proposes an account.';
revoke all on function gateway.create_account(jsonb, jsonb) from public;
grant execute on function gateway.create_account(jsonb, jsonb) to cs_gateway;
