-- SPDX-License-Identifier: Apache-2.0
-- access.find_breach: what that is there a set of policies would leave without
-- a rule, or against one: duties of one person that have become exclusive
-- (GS-3.1.1), management among members, and words that accounts, records and
-- grants rest on and the set does not know any more.
-- Input:   i_policy, the set in force.
-- Result:  null, or the first breach: a code, then codes and ids.

create function access.find_breach(i_policy integer) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
    with live as (
        select g.* from access.grant g where g.state in ('requested', 'granted') and g.until_at > statement_timestamp()
    ), account as (
        select a.* from identity.account a where a.state not in ('closed', 'rejected')
    ), holder as (
        select r.role, a.account_id, a.institution_id
          from account a
          join identity.account_role r on r.account_id = a.account_id
    )
    select b.breach
      from (
            select 1, format('exclusive: %s, account %s', access.find_exclusive(p.person_id, '{}', null), min(a.account_id::text))
              from identity.person p
              join account a on a.person_id = p.person_id
             group by p.person_id
            having access.find_exclusive(p.person_id, '{}', null) is not null
            union all
            select 2, format('management: role %s of account %s', h.role, h.account_id)
              from holder h, identity.platform p
             where h.institution_id <> p.institution_id and access.is_management(h.role)
            union all
            select 2, format('management: permission %s of grant %s', g.permission, g.grant_id)
              from live g
              join access.permission m on m.policy = i_policy and m.permission = g.permission and m.tier = 'management'
              join identity.platform p on p.institution_id <> g.institution_id
            union all
            select 3, format('unknown: permission %s of grant %s', g.permission, g.grant_id)
              from live g
             where g.permission not in (select m.permission from access.permission m where m.policy = i_policy)
            union all
            select 3, format('unknown: role %s of account %s', h.role, h.account_id)
              from holder h
             where h.role not in (select r.role from access.role_permission r where r.policy = i_policy)
            union all
            select 4, format('unknown: rank %s of account %s', a.rank, a.account_id)
              from account a
             where a.rank not in (select r.rank from access.rank r where r.policy = i_policy)
            union all
            select 5, format('unknown: level %s, type %s or category %s of record %s', r.level, r.type, r.category, r.record_id)
              from record.record r
             where r.state in ('draft', 'in_review', 'published')
               and (r.level not in (select l.level from access.level l where l.policy = i_policy)
                    or r.type not in (select t.type from access.record_type t where t.policy = i_policy)
                    or r.category not in (select c.category from access.category c where c.policy = i_policy))
            union all
            select 6, format('unknown: purpose %s of grant %s', g.purpose, g.grant_id)
              from live g
             where g.purpose not in (select u.purpose from access.purpose u where u.policy = i_policy)
           ) b (ordinal, breach)
     order by b.ordinal, b.breach
     limit 1);
end;
$$;
comment on function access.find_breach(integer) is 'What that is there a set of policies would leave without a rule, or against one.';
revoke all on function access.find_breach(integer) from public;
