-- SPDX-License-Identifier: Apache-2.0
-- record.describe_delivery: what the receipt of a delivery says.
-- Input:   i_entry, the delivery's entry.  Obligations are those of its policy
--          for the level that its revision had.

create function record.describe_delivery(i_entry audit.entry) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'identifier', v.identifier, 'delivery', i_entry.entry_id, 'digest', i_entry.digest,
               'obligations', (select coalesce(jsonb_agg(o.obligation order by o.obligation), '[]')
                                 from access.obligation o
                                where o.policy = i_entry.policy and o.level = v.level),
               'recipient', jsonb_build_object('account', i_entry.account_id, 'institution', i_entry.institution_id),
               'at', ops.format_time(i_entry.written_at),
               'proof', audit.describe_proof(i_entry.entry_id, null))
      from record.record r
      join record.revision v on v.record_id = r.record_id and v.revision = i_entry.revision
     where r.record_id = record.find_object(i_entry.object_type, i_entry.object);
$$;
comment on function record.describe_delivery(audit.entry) is 'What the receipt of a delivery says.';
revoke all on function record.describe_delivery(audit.entry) from public;
