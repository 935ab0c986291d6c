-- SPDX-License-Identifier: Apache-2.0
-- ops.sweep: removes what has served its time: answers after 24 hours, counts
-- of strangers after one, refusals that were not summed and sources that were
-- quiet after a day, proofs after ten minutes, notifications after the
-- policy's time.  Some rows a call, so that nobody waits for it.
-- Tables:  ops.idempotency, ops.stranger_minute, ops.refusal_sum, ops.source,
--          ops.spent_proof, ops.notification.

create function ops.sweep() returns void
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    delete from ops.idempotency i
     using (select s.account_id, s.action, s.key
              from ops.idempotency s
             where s.created_at < statement_timestamp() - interval '24 hours'
             order by s.created_at
             limit 1000
               for update skip locked) old
     where (i.account_id, i.action, i.key) = (old.account_id, old.action, old.key);
    delete from ops.stranger_minute where minute_at < statement_timestamp() - interval '1 hour';
    delete from ops.refusal_sum s
     using (select o.sum_id
              from ops.refusal_sum o
             where o.entry_id is null and o.count = 1 and o.minute_at < statement_timestamp() - interval '1 day'
             order by o.minute_at
             limit 1000
               for update skip locked) old
     where s.sum_id = old.sum_id;
    delete from ops.source s
     using (select o.network
              from ops.source o
             where o.counted_at < statement_timestamp() - interval '1 day' and coalesce(o.until_at < statement_timestamp(), true)
             limit 1000
               for update skip locked) old
     where s.network = old.network;
    delete from ops.spent_proof p
     using (select s.proof
              from ops.spent_proof s
             where s.spent_at < statement_timestamp() - interval '10 minutes'
             order by s.spent_at
             limit 10000
               for update skip locked) old
     where p.proof = old.proof;
    delete from ops.notification n
     where n.notification_id in (
           select o.notification_id
             from ops.notification o
            where o.notification_id < ops.first_uuid(statement_timestamp() - (
                  select p.notifications from access.log_policy p where p.policy = access.current_policy()))
            order by o.notification_id
            limit 1000);
$$;
comment on function ops.sweep() is 'Removes answers, counts, proofs and notifications that have served their time.';
revoke all on function ops.sweep() from public;
