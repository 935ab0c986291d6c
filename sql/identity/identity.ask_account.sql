-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_account: an officer proposes an account of the own
-- institution; two others activate it (GS-2.1.1).
-- Input:   {name, kind, person, institution, department, rank, roles}, with
--          account (its id), certificate (hex DER or null) and code_half_digest
--          (hex SHA-256 of the half that the answer shows), from the gateway.
-- Result:  {code, body, facts}, for audit.end_call: {account, review}; refusals: forbidden, invalid_value,
--          already_exists, device_taken, undecidable.
-- Tables:  identity.person, account, account_role, enrolment.

create function identity.ask_account(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_new     jsonb;
    l_refusal jsonb;
    l_opened  jsonb;
    l_a       identity.account;
begin
    perform identity.lock_names();
    l_new := identity.describe_newcomer(i_request);
    -- A liaison who is about to leave either sees this account or is not found any more; another account of the same
    -- person gets no duty meanwhile that excludes one of these.
    perform identity.hold_account(ops.read_uuid(l_new ->> 'liaison'));
    perform identity.hold_person((
        select p.person_id from identity.person p
         where p.institution_id = i_c.institution_id and p.folded = identity.fold_number(l_new -> 'person' ->> 'number')));
    l_new := identity.describe_newcomer(i_request);
    if not identity.may_still(i_c, 'account.create') then
        return jsonb_build_object('code', 'forbidden');
    end if;
    l_refusal := identity.check_account(i_c, i_request, l_new);
    if l_refusal is not null then
        return jsonb_build_object('code', l_refusal ->> 'code', 'body', l_refusal -> 'body');
    end if;
    l_opened := review.open_review(i_c, 'account.activate', l_new, jsonb_build_object(
        'institution', i_c.institution_id, 'object_type', 'account', 'object', l_new ->> 'account', 'base', 1,
        'beneficiary_person', identity.add_person(i_c.institution_id, coalesce(i_request -> 'person', l_new -> 'person'))));
    if l_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code');
    end if;
    perform identity.add_account(i_c.institution_id, l_new, (l_opened -> 'review' ->> 'id')::uuid,
                                 decode(i_request ->> 'code_half_digest', 'hex'));
    select a.* into strict l_a from identity.account a where a.account_id = (l_new ->> 'account')::uuid;
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('account', identity.describe_account(l_a), 'review', l_opened -> 'review'),
        'facts', jsonb_build_object('owner', i_c.institution_id, 'review', l_a.review_id, 'secret', true));
end;
$$;
comment on function identity.ask_account(audit.call, jsonb) is 'Proposes an account.';
revoke all on function identity.ask_account(audit.call, jsonb) from public;
