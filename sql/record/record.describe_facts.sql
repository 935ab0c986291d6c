-- SPDX-License-Identifier: Apache-2.0
-- record.describe_facts: what a decision to release a record to an account is
-- made from, and the wrapped keys to open it with.
-- Input:   i_basis, as record.find_basis says: whoever has one is active and
--          permitted to read, or the caller would not have looked for it.

create function record.describe_facts(i_record record.record, i_session identity.live_session, i_basis text) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select jsonb_build_object(
            'subject', jsonb_build_object(
                'account', i_session.account_id, 'institution', i_session.institution_id, 'rank', i_session.rank,
                'active', i_session.active, 'permitted', i_basis is not null),
            'object', jsonb_build_object(
                'record', i_record.record_id, 'revision', v.revision, 'sealed_revision', v.sealed_revision, 'type', i_record.type, 'reader', t.reader,
                'media_type', v.media_type, 'category', i_record.category, 'level', i_record.level, 'grade', i_record.grade,
                'institution', i_record.institution_id, 'state', i_record.state, 'content_digest', v.content_digest,
                'title', i_record.title, 'title_sealed', encode(i_record.title_sealed, 'hex'), 'identifier', v.identifier,
                'wrapped_key', encode(v.wrapped_key, 'hex'), 'institution_key', encode(i.wrapped_key, 'hex')),
            'audience', record.is_addressed(i_record, i_session.institution_id) or record.is_granted(i_record, i_session.account_id),
            'basis', i_basis,
            'grants', record.describe_grants(i_record, i_session.account_id),
            'policy', access.current_policy())
          from record.revision v
          join identity.institution i on i.institution_id = i_record.institution_id
          left join access.record_type t on t.policy = access.current_policy() and t.type = i_record.type
         where v.record_id = i_record.record_id and v.revision = i_record.revision);
end;
$$;
comment on function record.describe_facts(record.record, identity.live_session, text) is 'What a decision to release a record is made from.';
revoke all on function record.describe_facts(record.record, identity.live_session, text) from public;
