-- SPDX-License-Identifier: Apache-2.0
-- review.revise_newcomer: an account that was sent back, or could not become
-- active, is proposed once more with other duties, place or end.
-- Input:   i_new, as identity.describe_newcomer says.
-- Result:  {code: ok, payload, base}, or a refusal.
-- Tables:  identity.account, account_role.

create function review.revise_newcomer(i_review review.review, i_new jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_i       identity.institution;
    l_refusal jsonb;
    l_version integer;
begin
    select * into strict l_i from identity.institution i where i.institution_id = i_review.institution_id;
    l_refusal := coalesce(identity.check_partner(l_i.kind, i_new), identity.check_newcomer(i_new, l_i.institution_id, l_i.code, array(
        select d.code from identity.department d where d.institution_id = l_i.institution_id order by d.code), ''));
    if l_refusal is not null then
        return jsonb_build_object('code', l_refusal ->> 'code') || (l_refusal -> 'body');
    end if;
    update identity.account a
       set state = 'pending', department = i_new ->> 'department', rank = i_new ->> 'rank',
           ends_at = ops.read_time(i_new ->> 'ends_at'), version = a.version + 1
     where a.account_id = i_review.object_id and a.state in ('pending', 'rejected')
    returning a.version into l_version;
    delete from identity.account_role r where r.account_id = i_review.object_id;
    insert into identity.account_role (account_id, role)
    select i_review.object_id, r from jsonb_array_elements_text(i_new -> 'roles') r;
    return jsonb_build_object('code', 'ok', 'payload', i_new, 'base', l_version);
end;
$$;
comment on function review.revise_newcomer(review.review, jsonb) is 'Proposes an account once more.';
revoke all on function review.revise_newcomer(review.review, jsonb) from public;
