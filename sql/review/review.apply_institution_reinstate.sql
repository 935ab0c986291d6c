-- SPDX-License-Identifier: Apache-2.0
-- review.apply_institution_reinstate: the institution is active again, as it was.
-- Result:  ok or facts_moved.
-- Tables:  identity.institution; writes institution.reinstated.

create function review.apply_institution_reinstate(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.institution i
       set state = 'active', version = i.version + 1
     where i.institution_id = i_review.object_id and i.version = i_review.base and i.state = 'suspended' and i.kind <> 'operator';
    if not found then
        return 'facts_moved';
    end if;
    perform audit.write_consequence(i_c, 'institution.reinstated', 'institution', i_review.object_id::text, jsonb_build_object(
        'owner', i_review.object_id, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function review.apply_institution_reinstate(audit.call, review.review) is 'Effect of institution.reinstate.';
revoke all on function review.apply_institution_reinstate(audit.call, review.review) from public;
