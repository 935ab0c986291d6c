-- SPDX-License-Identifier: Apache-2.0
-- review.apply_permission_grant: the grant counts from now on (GS-3.2).
-- Agreement and record are held until the commit: neither ends, nor is the record
-- reclassified, beside it.
-- Result:  ok, or facts_moved when it is over, its account is not active, its
--          record is not published any more or of a level or grade that it was
--          not asked for, its agreement has ended, who
--          forwarded it may not any more, or the
--          person has come by what excludes it (lock_review holds their row).
-- Tables:  access.grant; writes grant.granted.

create function review.apply_permission_grant(i_c audit.call, i_review review.review) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_g access.grant;
begin
    perform from access.agreement a
       join access.grant g on g.agreement_id = a.agreement_id
      where g.grant_id = i_review.object_id
        for share of a;
    perform from record.record r
       join access.grant g on g.record_id = r.record_id
      where g.grant_id = i_review.object_id
        for share of r;
    update access.grant g
       set state = 'granted', version = g.version + 1, granted_at = statement_timestamp()
     where g.grant_id = i_review.object_id and g.version = i_review.base and g.state = 'requested'
       and g.until_at > statement_timestamp() and identity.is_active(g.account_id)
       and (g.record_id is null
            or exists (select from record.record r where r.record_id = g.record_id and r.state = 'published' and not access.is_beyond(g, r.level, r.grade)))
       and (i_review.account_id = g.account_id
            or exists (select from record.find_forwarder(g.record_id, i_review.account_id, g.purpose) f
                        where f ->> 'code' = 'ok' and coalesce(ops.read_time(f ->> 'until') >= g.until_at, true)))
       and (g.agreement_id is null
            or exists (select from access.list_live_agreements(g.institution_id, g.owner_id, g.purpose) l where l.agreement_id = g.agreement_id))
       and (g.permission is null
            or exists (select from access.permission p where p.policy = i_c.policy and p.permission = g.permission)
               and access.find_exclusive(i_review.beneficiary_id, '{}', null, g.permission) is null)
    returning g.* into l_g;
    if not found then
        return 'facts_moved';
    end if;
    perform audit.write_consequence(i_c, 'grant.granted', 'grant', l_g.grant_id::text, jsonb_build_object(
        'account', l_g.account_id, 'institution', l_g.institution_id, 'owner', l_g.owner_id,
        'grant', l_g.grant_id, 'purpose', l_g.purpose, 'review', i_review.review_id));
    perform ops.notify(i_c, array[l_g.account_id], 'grant.granted', jsonb_build_object(
        'grant', l_g.grant_id, 'review', i_review.review_id, 'until', ops.format_time(l_g.until_at)));
    return 'ok';
end;
$$;
comment on function review.apply_permission_grant(audit.call, review.review) is 'Effect of permission.grant.';
revoke all on function review.apply_permission_grant(audit.call, review.review) from public;
