-- SPDX-License-Identifier: Apache-2.0
-- access.check_floors: the floors of the standards that span rows, at commit
-- of a set of policies; those within a row are constraints of its table.
--   every kind of review is there and has a stage, each
--   stage somebody who decides it                          GS-2.2.2
--   persons of members decide a stage by themselves, and
--   no kind has more than eight groups of deciders
--   what brings institutions and accounts in, back or
--   elsewhere asks for two persons at least                GS-2.1.1, GS-3.3
--   each two of the three administrators exclude each
--   other by a pair                                        GS-3.1.1
--   policies are decided by the operator and two members   GS-1.4
--   a version of a policy says one thing for ever          GS-1.4
--   record.publish has three stages at least, and what
--   gives a record another level no fewer                  GS-2.3.1
--   permission.grant has two stages at least, three where
--   the risk is high                                       GS-3.2
--   each party of an agreement signs it                    GS-1.7
--   the owner decides on permissions to its data           GS-3.2
--   the four levels, in their order                        GS-3.1.2
--   a break-glass is reviewed where it was, or else by the
--   operator                                               GS-2.2.2
--   the role `service` permits what services may hold      GS-2.1.3
--   each policy has its row                                GS-1.4
--   a level that a kind's step-up names is there           JR-5.1
--   the gravest request for data is of high risk           GS-3.2
-- Definer's rights, because what is deferred to the commit runs as the login.
-- Raises:  CS011.

create function access.check_floors() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_below text;
begin
    select string_agg(f.kind, ', ' order by f.kind) into l_below
      from (values ('institution.admit', 1, 2), ('institution.suspend', 1, 2), ('institution.reinstate', 1, 2),
                   ('account.activate', 1, 2), ('account.unlock', 1, 2), ('account.reset', 1, 2),
                   ('account.reinstate', 1, 2), ('account.extend', 1, 2), ('account.transfer', 1, 2), ('device.bind', 1, 1),
                   ('agreement.sign', 1, 1), ('record.publish', 3, 3), ('record.reclassify', 3, 3), ('record.destroy', 1, 2), ('permission.grant', 2, 2),
                   ('policy.activate', 2, 3), ('breakglass.review', 1, 1)) f (kind, stages, approvals)
     where not exists (
           select
             from access.review_stage s
             join access.review_need n using (policy, kind, ordinal)
            where s.policy = new.policy and s.kind = f.kind and coalesce(s.from_grade, 'medium') = 'medium'
              and (n.scope <> 'members' or f.kind = 'policy.activate') -- of which it asks for no more than there are
           having count(distinct s.ordinal) >= f.stages and sum(n.approvals) >= f.approvals);
    if l_below is not null then
        raise exception using errcode = 'CS011', message = 'reviews below the floor: ' || l_below;
    end if;
    select string_agg(k.kind, ', ' order by k.kind) into l_below
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
            or (select count(*) from access.review_need n where n.policy = k.policy and n.kind = k.kind) > 8);
    if l_below is not null then
        raise exception using errcode = 'CS011', message = 'stages that nobody or not just these could decide: ' || l_below;
    end if;
    if not coalesce((select bool_or(n.scope = 'operator') and bool_or(n.scope = 'members' and n.approvals >= 2)
                       from access.review_need n
                      where n.policy = new.policy and n.kind = 'policy.activate'), false) then
        raise exception using errcode = 'CS011', message = 'policies are not decided by the operator and two members';
    end if;
    if exists (select
                 from access.policy_document d
                 join access.policy_document f on f.name = d.name and f.version = d.version and f.document <> d.document
                where d.policy = new.policy) then
        raise exception using errcode = 'CS011', message = 'a version of a policy says another thing than it did';
    end if;
    select string_agg(p.one || ' and ' || p.other, ', ') into l_below
      from (values ('admin.system', 'admin.security'), ('admin.system', 'admin.audit'), ('admin.security', 'admin.audit')) p (one, other)
     where not exists (
           select
             from access.exclusive_pair e
             join access.role_permission a on a.policy = e.policy and a.role = p.one and a.permission in (e.one, e.other)
             join access.role_permission b on b.policy = e.policy and b.role = p.other and b.permission in (e.one, e.other)
            where e.policy = new.policy and a.permission <> b.permission);
    if l_below is not null then
        raise exception using errcode = 'CS011', message = 'one person could be both: ' || l_below;
    end if;
    select string_agg(r.permission, ', ' order by r.permission) into l_below
      from access.role_permission r
     where r.policy = new.policy and r.role = 'service' and not access.is_for_services(r.policy, r.permission);
    if l_below is not null then
        raise exception using errcode = 'CS011', message = 'no service may hold: ' || l_below;
    end if;
    if not exists (select from access.password_policy p where p.policy = new.policy)
       or not exists (select from access.session_policy p where p.policy = new.policy)
       or not exists (select from access.delegation_policy p where p.policy = new.policy)
       or not exists (select from access.break_glass_policy p where p.policy = new.policy)
       or not exists (select from access.log_policy p where p.policy = new.policy)
       or not exists (select from access.anomaly_policy p where p.policy = new.policy)
       or not exists (select from access.terms_policy p where p.policy = new.policy)
       or not exists (select from access.risk_policy p where p.policy = new.policy) then
        raise exception using errcode = 'CS011', message = 'a policy is missing from the set';
    end if;
    if exists (select
                 from access.review_kind k
                where k.policy = new.policy and k.step_up not in ('always', 'never')
                  and not exists (select from access.level l where l.policy = k.policy and l.level = k.step_up)) then
        raise exception using errcode = 'CS011', message = 'a step-up is asked for above a level that there is not';
    end if;
    if not exists (select
                     from access.review_need n
                     join access.review_stage s using (policy, kind, ordinal)
                    where n.policy = new.policy and n.kind = 'permission.grant' and n.scope = 'owner'
                      and coalesce(s.from_grade, 'medium') = 'medium') then
        raise exception using errcode = 'CS011', message = 'whose data it is would not decide on its permission';
    end if;
    if (select array_agg(l.level order by l.ordinal) from access.level l where l.policy = new.policy)
       is distinct from array['public', 'confidential', 'secret', 'top_secret'] then
        raise exception using errcode = 'CS011', message = 'the levels are not public, confidential, secret, top_secret, in this order';
    end if;
    if not exists (select from access.review_need n
                    where n.policy = new.policy and n.kind = 'agreement.sign' and n.scope = 'parties') then
        raise exception using errcode = 'CS011', message = 'an agreement would not be signed by each of its parties';
    end if;
    if exists (select from access.review_need n
                where n.policy = new.policy and n.kind = 'breakglass.review' and n.scope <> 'owner') then
        raise exception using errcode = 'CS011', message = 'the operator could not review a break-glass that an institution cannot';
    end if;
    if not exists (select
                     from access.risk_policy r
                    where r.policy = new.policy and r.high <= (
                          select sum(p.points)
                            from access.risk_point p
                           where p.policy = r.policy
                             and (p.factor, p.value) in (('level', 'top_secret'), ('grade', 'core'), ('cross_institution', 'true')))) then
        raise exception using errcode = 'CS011', message = 'a core, top secret record for another institution would not be a high risk';
    end if;
    return null;
end;
$$;
comment on function access.check_floors() is 'Trigger: a set of policies is complete and above the floors that span rows.';
revoke all on function access.check_floors() from public;
