-- SPDX-License-Identifier: Apache-2.0
-- record.list_names: what the ids in an answer stand for, as far as the caller
-- may know it: an account's name, an institution's code, a record's title.
-- Inputs:  i_answer, in which they are looked for, in members that are ids: what
--          somebody wrote is not read as one; i_institutions, whose
--          people's names the caller may read, null for everybody's.
-- Result:  {id: name}; an id that is left out is told to nobody here.

create function record.list_names(i_c audit.call, i_answer jsonb, i_institutions uuid[]) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
declare
    l_members constant text[] := '{account,requester,author,forwarded_by,for,from,to,liaison,asked_by,joined_by,owner,institution,record,object}';
    l_ids     uuid[];
begin
    -- Found first: as many as there are, the rows are looked up by them.
    l_ids := array(
        select distinct ops.read_uuid(m.value #>> '{}')
          from jsonb_path_query(i_answer, '$.** ? (@.type() == "object")') o, jsonb_each(o) m
         where m.key = any (l_members));
    return (
        select coalesce(jsonb_object_agg(f.id, f.name), '{}')
          from (
                select a.account_id as id, a.name
                  from identity.list_named(l_ids) a
                 where i_institutions is null or a.institution_id = any(i_institutions)
                 union all
                select i.institution_id, i.code
                  from identity.institution i
                 where i.institution_id = any (l_ids) and (i.state not in ('pending', 'rejected') or i_institutions is null)
                 union all
                select r.record_id, r.title
                  from record.record r
                 where r.record_id = any (l_ids) and r.title is not null
                   and record.find_basis(r, i_c.account_id, i_c.institution_id, i_c.rank) is not null
               ) f);
end;
$$;
comment on function record.list_names(audit.call, jsonb, uuid[]) is 'What the ids in an answer stand for, as far as the caller may know it.';
revoke all on function record.list_names(audit.call, jsonb, uuid[]) from public;
