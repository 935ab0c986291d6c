-- SPDX-License-Identifier: Apache-2.0
-- A platform with people who are signed in: begun through operator.initialise
-- under the shipped policies, but nobody owes anything and no decision wants a
-- step-up: those who claim that ask for it; members and sessions are put in
-- as rows, for their own ways in are claims of other files.
\ir begin.sql
\ir people.sql
\ir calls.sql

create function policies() returns jsonb language sql as $$
    select jsonb_object_agg(f.name, pg_read_file(current_setting('test.place') || '/policies/' || f.name || '.json')::jsonb)
      from unnest(array['levels', 'reviews', 'permissions', 'passwords', 'sessions', 'log', 'types', 'terms', 'anomalies', 'risk']) f (name);
$$;
create function easy_policies() returns jsonb language sql as $$
    select jsonb_set(jsonb_set(jsonb_set(p.all_of_them, '{sessions,one_time_code,tiers}', '[]'), '{terms,required}', 'false'),
                     '{reviews,kinds}', (select jsonb_object_agg(k.key, k.value || '{"step_up": "never"}')
                                           from jsonb_each(p.all_of_them -> 'reviews' -> 'kinds') k))
      from policies() p (all_of_them);
$$;
create function beginning(i_policies jsonb) returns jsonb language sql as $$
    select jsonb_build_object(
        'platform', 'test.platform', 'policies', i_policies,
        'recovery', jsonb_build_object('needed', 2, 'keys', (select jsonb_agg(tap.public_pem(p.name) order by p.name) from recoverer p)),
        'operator', '{"code": "OPER", "name": "Operator", "jurisdiction": "CN", "departments": ["platform"]}'::jsonb,
        'people', (select jsonb_agg(jsonb_build_object(
                              'name', p.name, 'person', jsonb_build_object('name', p.name, 'number', p.name),
                              'department', p.department, 'rank', p.rank, 'roles', p.roles,
                              'thumbprint', (certificate(p.name))->>'thumbprint') order by p.name)
                     from person p where p.institution = 'OPER'));
$$;

do $$
declare
    l_answer jsonb := operator.initialise(tap.beginning(tap.easy_policies()));
begin
    if l_answer->>'code' <> 'ok' then raise exception '%', l_answer; end if;
end $$;

insert into identity.institution (institution_id, code, name, kind, jurisdiction, regulator_id, state, wrapped_key, admitted_at)
select ops.uuid_v7(), code, code, kind, 'CN', null, 'active', '\x00', now() - interval '1 year'
  from (values ('REGU', 'regulator'), ('BANKA', 'member'), ('BANKB', 'member'), ('BANKC', 'partner')) t (code, kind);
update identity.institution set regulator_id = (select institution_id from identity.institution where code = 'REGU')
 where code in ('BANKA');
insert into identity.department (institution_id, code)
select distinct i.institution_id, p.department from person p join identity.institution i on i.code = p.institution
    on conflict do nothing;
insert into identity.person (institution_id, number, name)
select i.institution_id, p.name, p.name from person p join identity.institution i on i.code = p.institution
    on conflict do nothing;
insert into identity.account (account_id, institution_id, institution_kind, liaison_id, ends_at, person_id, department, name, rank, state)
select ops.uuid_v7(), i.institution_id, i.kind, case i.kind when 'partner' then (select account_id from identity.account where name = 'oper.system1') end,
       case i.kind when 'partner' then now() + interval '30 days' end, q.person_id, p.department, p.name, p.rank, 'active'
  from person p join identity.institution i on i.code = p.institution
  join identity.person q on q.number = p.name
 where p.institution <> 'OPER';
insert into identity.account_role (account_id, role)
select a.account_id, role from person p join identity.account a on a.name = p.name, unnest(p.roles) role
    on conflict do nothing;
delete from identity.device;
insert into identity.device (account_id, label, class, transport, thumbprint, signer, kid, signing_key, state, bound_at)
select a.account_id, 'test', 'certificate', 'certificate', c->>'thumbprint', 'key', c->>'kid', decode(c->>'spki', 'hex'), 'bound', now()
  from person p join identity.account a on a.name = p.name, certificate(p.name) c;
insert into identity.session (account_id, device_id, handle_digest, idle, expires_at)
select a.account_id, d.device_id, sha256(handle(a.name)), '30 minutes', now() + interval '1 hour'
  from identity.account a join identity.device d on d.account_id = a.account_id;
set constraints all immediate;
set constraints all deferred;
