-- SPDX-License-Identifier: Apache-2.0
-- review.apply_institution_suspend: nobody of the institution signs in, reads or
-- decides any more; their sessions end.  lock_review holds its row.
-- Result:  ok or facts_moved.
-- Tables:  identity.institution, session; writes session.ended,
--          institution.suspended.

create function review.apply_institution_suspend(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.institution i
       set state = 'suspended', version = i.version + 1
     where i.institution_id = i_review.object_id and i.version = i_review.base and i.state = 'active' and i.kind <> 'operator';
    if not found then
        return 'facts_moved';
    end if;
    perform identity.end_sessions(i_c, array(
        select s.session_id
          from identity.session s
          join identity.account a on a.account_id = s.account_id
         where a.institution_id = i_review.object_id and s.ended_at is null
         order by s.session_id));
    perform audit.write_consequence(i_c, 'institution.suspended', 'institution', i_review.object_id::text, jsonb_build_object(
        'owner', i_review.object_id, 'review', i_review.review_id));
    return 'ok';
end;
$$;
comment on function review.apply_institution_suspend(audit.call, review.review) is 'Effect of institution.suspend.';
revoke all on function review.apply_institution_suspend(audit.call, review.review) from public;
