-- SPDX-License-Identifier: Apache-2.0
-- access.check_floors: the floors of the standards that span rows, at commit
-- of a set of policies; those within a row are constraints of its table.
-- Definer's rights, because what is deferred to the commit runs as the login.
-- Raises:  CS011, with all that is below one.

create function access.check_floors() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_below text;
begin
    select string_agg(f.below, '; ') into l_below from (
        -- Every kind is there and asks for so many stages and persons: two at least where institutions and accounts come in,
        -- come back or move (GS-2.1.1, GS-3.3), three stages to publish or to change a level (GS-2.3.1).
        select 'reviews below the floor: ' || string_agg(f.kind, ', ' order by f.kind)
          from (values ('institution.admit', 1, 2), ('institution.suspend', 1, 2), ('institution.reinstate', 1, 2),
                       ('account.activate', 1, 2), ('account.unlock', 1, 2), ('account.reset', 1, 2),
                       ('account.reinstate', 1, 2), ('account.extend', 1, 2), ('account.transfer', 1, 2), ('device.bind', 1, 1),
                       ('agreement.sign', 1, 1), ('record.publish', 3, 3), ('record.reclassify', 3, 3), ('record.destroy', 1, 2),
                       ('permission.grant', 2, 2), ('policy.activate', 2, 3), ('breakglass.review', 1, 1)) f (kind, stages, approvals)
         where not exists (
               select
                 from access.review_stage s
                 join access.review_need n using (policy, kind, ordinal)
                where s.policy = new.policy and s.kind = f.kind and coalesce(s.from_grade, 'medium') = 'medium'
                  and (n.scope <> 'members' or f.kind = 'policy.activate') -- of which it asks for no more than there are
               having count(distinct s.ordinal) >= f.stages and sum(n.approvals) >= f.approvals)
        union all
        -- Stages follow one another, three of them where the risk of a permission is high (GS-3.2); each has somebody who decides
        -- it, members by themselves, and no kind more groups than can be tried (GS-2.2.2).
        select 'stages that nobody or not just these could decide: ' || string_agg(k.kind, ', ' order by k.kind)
          from access.review_kind k
         where k.policy = new.policy
           and (exists (select
                          from access.review_stage s
                         where s.policy = k.policy and s.kind = k.kind
                        having max(s.ordinal) <> count(*) or k.kind = 'permission.grant' and count(*) < 3)
                or exists (select
                             from access.review_stage s
                             left join access.review_need n using (policy, kind, ordinal)
                            where s.policy = k.policy and s.kind = k.kind
                            group by s.ordinal
                           having count(n.need) = 0 or max(n.need) <> count(n.need) or count(n.need) > 1 and bool_or(n.scope = 'members'))
                or (select count(*) from access.review_need n where n.policy = k.policy and n.kind = k.kind) > 8)
        union all
        select 'policies are not decided by the operator and two members' -- GS-1.4
         where not coalesce((select bool_or(n.scope = 'operator') and bool_or(n.scope = 'members' and n.approvals >= 2)
                               from access.review_need n
                              where n.policy = new.policy and n.kind = 'policy.activate'), false)
        union all
        select 'a version of a policy says another thing than it did' -- GS-1.4
         where exists (select
                         from access.policy_document d
                         join access.policy_document f on f.name = d.name and f.version = d.version and f.document <> d.document
                        where d.policy = new.policy)
        union all
        select 'one person could be both: ' || string_agg(p.one || ' and ' || p.other, ', ') -- GS-3.1.1
          from (values ('admin.system', 'admin.security'), ('admin.system', 'admin.audit'), ('admin.security', 'admin.audit')) p (one, other)
         where not exists (
               select
                 from access.exclusive_pair e
                 join access.role_permission a on a.policy = e.policy and a.role = p.one and a.permission in (e.one, e.other)
                 join access.role_permission b on b.policy = e.policy and b.role = p.other and b.permission in (e.one, e.other)
                where e.policy = new.policy and a.permission <> b.permission)
        union all
        select 'no service may hold: ' || string_agg(r.permission, ', ' order by r.permission) -- GS-2.1.3
          from access.role_permission r
         where r.policy = new.policy and r.role = 'service' and not access.is_for_services(r.policy, r.permission)
        union all
        select 'a policy is missing from the set' -- GS-1.4
         where not exists (select from access.password_policy p where p.policy = new.policy)
            or not exists (select from access.session_policy p where p.policy = new.policy)
            or not exists (select from access.delegation_policy p where p.policy = new.policy)
            or not exists (select from access.break_glass_policy p where p.policy = new.policy)
            or not exists (select from access.log_policy p where p.policy = new.policy)
            or not exists (select from access.anomaly_policy p where p.policy = new.policy)
            or not exists (select from access.terms_policy p where p.policy = new.policy)
            or not exists (select from access.risk_policy p where p.policy = new.policy)
        union all
        select 'a step-up is asked for above a level that there is not' -- JR-5.1
         where exists (select
                         from access.review_kind k
                        where k.policy = new.policy and k.step_up not in ('always', 'never')
                          and not exists (select from access.level l where l.policy = k.policy and l.level = k.step_up))
        union all
        select 'whose data it is would not decide on its permission' -- GS-3.2
         where not exists (select
                             from access.review_need n
                             join access.review_stage s using (policy, kind, ordinal)
                            where n.policy = new.policy and n.kind = 'permission.grant' and n.scope = 'owner'
                              and coalesce(s.from_grade, 'medium') = 'medium')
        union all
        select 'the levels are not public, confidential, secret, top_secret, in this order' -- GS-3.1.2
         where (select array_agg(l.level order by l.ordinal) from access.level l where l.policy = new.policy)
               is distinct from array['public', 'confidential', 'secret', 'top_secret']
        union all
        select 'an agreement would not be signed by each of its parties' -- GS-1.7
         where not exists (select from access.review_need n
                            where n.policy = new.policy and n.kind = 'agreement.sign' and n.scope = 'parties')
        union all
        select 'the operator could not review a break-glass that an institution cannot' -- GS-2.2.2
         where exists (select from access.review_need n
                        where n.policy = new.policy and n.kind = 'breakglass.review' and n.scope <> 'owner')
        union all
        select 'a core, top secret record for another institution would not be a high risk' -- GS-3.2
         where not exists (select
                             from access.risk_policy r
                            where r.policy = new.policy and r.high <= (
                                  select sum(p.points)
                                    from access.risk_point p
                                   where p.policy = r.policy
                                     and (p.factor, p.value) in (('level', 'top_secret'), ('grade', 'core'), ('cross_institution', 'true'))))
    ) f (below);
    if l_below is not null then
        raise exception using errcode = 'CS011', message = l_below;
    end if;
    return null;
end;
$$;
comment on function access.check_floors() is 'Trigger: a set of policies is complete and above the floors that span rows.';
revoke all on function access.check_floors() from public;
