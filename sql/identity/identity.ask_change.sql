-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_change: opens the review by which others decide on an account
-- that exists.
-- Who decides is of the caller's institution; whose account it is owns it.
-- Inputs:  i_account, whose row the caller holds; i_kind; i_payload, what will
--          be done, beside whose account it is; i_reason as the caller gave it.
-- Result:  what review.open_review answers, or conflict with the review that
--          is open already.

create function identity.ask_change(i_c audit.call, i_account identity.account, i_kind text, i_payload jsonb, i_reason text) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_open uuid := review.find_open(i_kind, 'account', i_account.account_id);
begin
    if l_open is not null then
        return jsonb_build_object('code', 'conflict', 'detail', 'it is under review already', 'review', l_open);
    end if;
    return review.open_review(i_c, i_kind,
        jsonb_build_object('account', i_account.account_id, 'name', i_account.name, 'reason', i_reason) || i_payload,
        jsonb_build_object('institution', i_c.institution_id, 'owner_institution', i_account.institution_id,
                           'department', i_account.department, 'beneficiary_person', i_account.person_id,
                           'object_type', 'account', 'object', i_account.account_id, 'base', i_account.version));
end;
$$;
comment on function identity.ask_change(audit.call, identity.account, text, jsonb, text) is 'Opens a review of an account that exists.';
revoke all on function identity.ask_change(audit.call, identity.account, text, jsonb, text) from public;
