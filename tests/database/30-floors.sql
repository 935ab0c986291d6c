-- SPDX-License-Identifier: Apache-2.0
-- Floors: one step below each of what the standards fix, and the policies do
-- not come into force (1-standard: floors are constraints, a policy can only be stricter).
\ir lib/platform.sql
select plan(74);

delete from identity.platform;
create function proposed(i_policy text, i_path text, i_value jsonb) returns text language plpgsql as $$
declare
    l_all jsonb := tap.policies();
begin
    -- A new version of each, so that the floor is what refuses it.
    l_all := (select jsonb_object_agg(d.key, d.value || '{"version": 1000}') from jsonb_each(l_all) d);
    l_all := jsonb_set(l_all, array[i_policy], case when i_value is null
        then (l_all->i_policy) #- i_path::text[] else jsonb_set(l_all->i_policy, i_path::text[], i_value) end);
    perform access.activate_policies(l_all);
    set constraints all immediate;
    raise exception 'activated' using errcode = 'P0T01';
exception
    when sqlstate 'P0T01' then return 'activated';
    when others then return 'refused';
end $$;

select is(proposed('log', '{version}', '2'), 'activated', 'the shipped policies come into force once more');
select is(proposed(policy, path, value), 'refused', claim)
  from (values
    ('reviews', '{kinds,account.activate,stages,0,needs,0,approvals}', '1'::jsonb, 'one activation reviewer is too few (GS-2.1.1)'),
    ('reviews', '{kinds,record.publish,stages,2}', null, 'two publication stages are too few (GS-2.3.1)'),
    ('reviews', '{kinds,record.reclassify,stages,2}', null, 'nor are two for another level of what three published (GS-2.3.1)'),
    ('reviews', '{kinds,permission.grant,stages,1}', null, 'one stage for a medium risk is too few (GS-3.2)'),
    ('reviews', '{kinds,permission.grant,stages,1,from}', '"high"', 'also where the other is there for a high one (GS-3.2)'),
    ('reviews', '{kinds,permission.grant,stages,2}', null, 'two stages for a high risk are too few (GS-3.2)'),
    ('reviews', '{kinds,record.publish,stages,0,from}', '"high"', 'nor can one of three wait for a high risk (GS-2.3.1)'),
    ('reviews', '{kinds,record.publish,stages,0,needs}', '[]', 'a stage that nobody decides (GS-2.2.2)'),
    ('reviews', '{kinds,record.publish,stages,0,needs,0,approvals}', '0', 'or nobody''s word suffices for (GS-2.2.2)'),
    ('reviews', '{kinds,record.publish,stages,0,needs,0,scope}', '"world"', 'a place that there is not'),
    ('reviews', '{kinds,account.activate,stages,0,needs,1}', '{"permission": "account.review", "scope": "members", "approvals": 1}',
     'members who decide a stage beside others'),
    ('reviews', '{kinds,record.publish,stages,0,needs}', (select jsonb_agg('{"permission": "record.publish.department", "scope": "department", "approvals": 1}'::jsonb)
                                                            from generate_series(1, 7)), 'nine groups that decide a kind'),
    ('reviews', '{kinds,record.publish,remind}', '[1]', 'a reminder that comes with the deadline'),
    ('reviews', '{kinds,record.publish,remind}', null, 'no word on reminders'),
    ('reviews', '{kinds,record.publish,stages,0,blind}', null, 'no word on whether a stage is blind'),
    ('reviews', '{kinds,institution.admit,stages,1}', null, 'one word on six people is too few (GS-2.1.1)'),
    ('reviews', '{kinds,policy.activate,stages,1,needs,0,approvals}', '1', 'one member is too few for the rules (GS-1.4)'),
    ('reviews', '{kinds,policy.activate,stages,1}', null, 'nor does the operator decide on them alone (GS-1.4)'),
    ('reviews', '{kinds,policy.activate,stages,0,needs,0,scope}', '"owner"', 'nor members without the operator (GS-1.4)'),
    ('reviews', '{kinds,policy.activate,stages,1,needs,0}', '{"permission": "policy.approve.operator", "scope": "operator", "approvals": 2}', 'nor three of the operator''s alone (GS-1.4)'),
    ('reviews', '{kinds,policy.activate}', null, 'no rule for the rules (GS-1.4)'),
    ('sessions', '{version}', '1', 'a version that says another thing than it did (GS-1.4)'),
    ('reviews', '{kinds,account.activate}', null, 'a kind without rule is none (GS-2.2.2)'),
    ('reviews', '{kinds,record.publish,due_seconds,normal}', '86401', 'more than 24 h is too long (GS-2.2.3)'),
    ('reviews', '{kinds,record.publish,due_seconds,urgent}', '3601', 'more than 1 h is too long when urgent (GS-2.2.3)'),
    ('reviews', '{kinds,record.publish,least_class}', '"paper"', 'a class of device that there is not'),
    ('reviews', '{kinds,record.publish,least_class}', '"software"', 'a key that software holds decides nothing (JR-5.2)'),
    ('passwords', '{max_failures}', '4', 'four failures are too many (GS-2.2.1)'),
    ('passwords', '{min_length}', '7', 'seven characters are too few (GS-2.1.2)'),
    ('passwords', '{min_classes}', '1', 'one class of characters is too few (GS-2.1.2)'),
    ('log', '{retention_months}', '59', 'less than five years is too short (GS-2.2.2)'),
    ('permissions', '{delegation,most_days}', '91', 'a delegation of more than 90 days is a transfer (GS-3.1.1)'),
    ('permissions', '{break_glass,active_minutes}', '16', 'a break-glass of more than 15 minutes is a habit (GS-2.2.2)'),
    ('permissions', '{break_glass,asked_minutes}', '1441', 'one that waits for longer than a day'),
    ('permissions', '{break_glass}', null, 'no word on break-glasses'),
    ('reviews', '{kinds,breakglass.review}', null, 'one that nobody judges (GS-2.2.2)'),
    ('reviews', '{kinds,breakglass.review,stages,0,needs,0,scope}', '"institution"', 'nor the operator, where nobody there can (GS-2.2.2)'),
    ('log', '{notification_days}', '6', 'nobody reads every day what they were told (GS-2.2.3)'),
    ('passwords', '{max_age_days}', '366', 'a password that is good for longer than a year (GS-2.1.2)'),
    ('passwords', '{remembered}', '0', 'the former password may be set again (GS-2.1.2)'),
    ('sessions', '{one_time_code,max_failures}', '6', 'six wrong one-time codes are too many (JR-5.1)'),
    ('sessions', '{one_time_code,window_steps}', '2', 'a one-time code that is good for two minutes (JR-5.1)'),
    ('sessions', '{one_time_code,tiers}', '["everybody"]', 'a tier that there is not'),
    ('sessions', '{step_up_seconds}', '601', 'a step-up that is good for longer than ten minutes (JR-5.1)'),
    ('reviews', '{kinds,record.publish,step_up}', '"no.such"', 'a step-up above a level that there is not'),
    ('reviews', '{kinds,record.publish,step_up}', null, 'a kind that does not say whether it needs a step-up (JR-5.1)'),
    ('terms', '{required}', null, 'terms that do not say whether they are required (GS-2.1.3)'),
    ('levels', '{matrix,top_secret,executive}', '["list", "view", "download"]', 'top secret is for viewing only (GS-3.1.2)'),
    ('levels', '{matrix,top_secret,executive}', '["list", "view", "print"]', 'nor is it printed (GS-3.1.2)'),
    ('levels', '{matrix,public,staff}', '["hide"]', 'an operation that there is not'),
    ('permissions', '{exclusive,0}', '["account.create", "no.such"]', 'a pair with what is no permission (GS-3.1.1)'),
    ('permissions', '{roles,author}', '["no.such"]', 'a role with what is no permission (GS-3.1.1)'),
    ('permissions', '{exclusive}', '[]', 'one person who could be two administrators (GS-3.1.1)'),
    ('permissions', '{roles,admin.audit}', null, 'two administrators instead of three (GS-3.1.1)'),
    ('reviews', '{kinds,account.reset,stages,0,needs,0,approvals}', '1', 'one word on a reset is too few (GS-2.1.2)'),
    ('reviews', '{kinds,device.bind}', null, 'no rule for devices (GS-2.1.3)'),
    ('reviews', '{kinds,record.publish,raised_by}', '"no.such"', 'a kind raised by what is no permission'),
    ('types', '{types,note,reader}', '"oracle"', 'a reader that there is not'),
    ('sessions', '{services,least_prefix_ipv4}', '7', 'a service that calls from half of all there are (GS-2.1.3)'),
    ('sessions', '{services,least_prefix_ipv6}', '15', 'or from most of IPv6 (GS-2.1.3)'),
    ('permissions', '{roles,service,1}', '"record.create"', 'a service that writes (GS-2.1.3)'),
    ('risk', '{grades,medium}', '0', 'a risk of which nothing is low, or all (GS-3.2)'),
    ('risk', '{grades,high}', '25', 'no medium risk between low and high (GS-3.2)'),
    ('risk', '{grades,high}', '121', 'a core, top secret record of another bank that two stages decide (GS-3.2)'),
    ('risk', '{factors,level,points,top_secret}', null, 'a level that weighs nothing (GS-3.2)'),
    ('risk', '{factors,volume,steps,0,points}', '-1', 'points below nothing'),
    ('risk', '{factors,volume,steps,0,points}', '101', 'points beyond all'),
    ('risk', '{engine,monthly_limit}', '101', 'an engine without a limit for the month (GS-3.2)'),
    ('risk', '{engine,monthly_limit}', null, 'one that knows none (GS-3.2)'),
    ('risk', '{requests,most}', '1001', 'requests enough to find out the weights (JR-8)'),
    ('sessions', '{terminals}', '0', 'no terminal at all (GS-2.2.1)'),
    ('reviews', '{kinds,record.publish,stages,0,needs,0,permission}', '"no.such"', 'a stage that asks for what is no permission')
  ) t (policy, path, value, claim);

select throws_ok($$
    insert into identity.account_role (account_id, role) values (account('a.officer'), 'account.reviewer');
    set constraints all immediate;
$$, null, null, 'nobody holds two permissions that exclude each other (GS-3.1.1)');

select * from finish();
rollback;
