-- SPDX-License-Identifier: Apache-2.0
-- review.list_thin: where the reviews without which nothing could be set right
-- again would have fewer than the needed people and one more, under the
-- policies in force: activating policies anywhere, accounts and devices in each
-- institution that is active.
-- Result:  kind, institution (its code; the operator's for policies), and what
--          is missing.

create function review.list_thin() returns table (kind text, institution text, missing text)
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select t.kind, t.code, t.missing
      from (
            select k.kind, i.code, review.find_thinness(jsonb_populate_record(null::review.review, jsonb_build_object(
                       'policy', k.policy, 'kind', k.kind, 'round', 1, 'institution_id', i.institution_id, 'owner_id', i.institution_id))) as missing
              from access.review_kind k
              join identity.institution i on i.state = 'active'
             where k.policy = access.current_policy()
               and (k.kind in ('account.activate', 'account.unlock', 'device.bind')
                    or k.kind = 'policy.activate' and i.institution_id = (select p.institution_id from identity.platform p))
           ) t
     where t.missing is not null;
$$;
comment on function review.list_thin() is 'Where reviews would have fewer than the needed people and one more.';
revoke all on function review.list_thin() from public;
