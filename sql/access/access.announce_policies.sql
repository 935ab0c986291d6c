-- SPDX-License-Identifier: Apache-2.0
-- access.announce_policies: puts on record that a set of policies is in force,
-- with a digest over the digests of its documents: one document of it can be
-- shown later, and checked, without the others.  Whoever proposes policies,
-- decides on them for their institution, or audits is told.
-- So is who proposed other documents, which were compared with a set before and
-- will fail.
-- Input:   i_review, by which it came into force, or null.
-- Tables:  writes policy.activated.

create function access.announce_policies(i_c audit.call, i_policy integer, i_review uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform audit.write_consequence(i_c, 'policy.activated', 'policy', i_policy::text, jsonb_build_object(
        'policy', i_policy, 'review', i_review,
        'digest', ops.base64url(sha256(convert_to(countersign.canonicalize(access.digest_policies(i_policy)::text), 'UTF8')))));
    perform ops.notify(i_c, array(
        select h
          from unnest(array['policy.propose', 'policy.approve.operator', 'policy.approve.member', 'entry.read']) p
         cross join lateral access.list_holding(p) h), 'policy.activated', jsonb_build_object('policy', i_policy, 'review', i_review));
    perform review.notify_result(i_c, r, 'overtaken', 'policy_moved')
       from review.review r
      where r.kind = 'policy.activate' and r.closed_at is null and r.review_id is distinct from i_review;
end;
$$;
comment on function access.announce_policies(audit.call, integer, uuid) is 'Puts on record that a set of policies is in force.';
revoke all on function access.announce_policies(audit.call, integer, uuid) from public;
