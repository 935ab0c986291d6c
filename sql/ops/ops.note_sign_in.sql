-- SPDX-License-Identifier: Apache-2.0
-- ops.note_sign_in: keeps from where an account signed in.  What is unusual
-- about it (ops.find_signals) is an alert each; after those that the policy
-- names, a new password is owed.
-- Tables:  ops.sign_in, ops.alert, identity.credential.

create function ops.note_sign_in(i_c audit.call) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_signals text[] := ops.find_signals(i_c);
    l_signal  text;
begin
    insert into ops.sign_in as s (account_id, network, address_digest)
    values (i_c.account_id, coalesce(ops.read_network(i_c), ''), ops.digest_address(i_c))
    on conflict (account_id, network) do update set last_at = statement_timestamp(), address_digest = excluded.address_digest;
    foreach l_signal in array l_signals loop
        perform ops.raise_alert(i_c, l_signal, case l_signal when 'impossible_travel' then 'critical' else 'notice' end, '{}');
    end loop;
    if l_signals && (select p.change_password from access.anomaly_policy p where p.policy = i_c.policy) then
        update identity.credential c set must_change = true where c.account_id = i_c.account_id;
    end if;
end;
$$;
comment on function ops.note_sign_in(audit.call) is 'Keeps from where an account signed in, and tells what is unusual about it.';
revoke all on function ops.note_sign_in(audit.call) from public;
