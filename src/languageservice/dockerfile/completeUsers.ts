import { commonImage } from './baseImages.ts';
import { type CompletionContext, stageWith } from './completionContext.ts';
import type { Instruction } from './parse.ts';
import { shellCommands } from './shellCommands.ts';
import { stageChain } from './stages.ts';

const usersOfImages: Readonly<Record<string, string>> = {
	node: 'node',
	nginx: 'nginx',
	postgres: 'postgres',
	redis: 'redis',
	httpd: 'www-data',
	php: 'www-data',
	caddy: 'caddy',
	mysql: 'mysql',
	mariadb: 'mysql',
	mongo: 'mongodb',
	rabbitmq: 'rabbitmq',
	memcached: 'memcache',
};

/** Users that the stage makes, and those of well-known images. */
export function usersAt(context: CompletionContext, instruction: Instruction): string[] {
	return [...new Set([...made(context, instruction, /^(useradd|adduser)$/), ...usersOfImage(context, instruction)])];
}

export function groupsAt(context: CompletionContext, instruction: Instruction): string[] {
	const users = usersOfImage(context, instruction);
	return [...new Set([...made(context, instruction, /^(groupadd|addgroup)$/), ...users, '1000', 'nogroup', 'root'])];
}

function made(context: CompletionContext, instruction: Instruction, program: RegExp): string[] {
	const stage = stageWith(context.analysis.model, instruction);
	const names: string[] = [];
	for (const current of stage ? stageChain(stage).slice(0, 20) : []) {
		for (const each of current.instructions) {
			const commands = each.name === 'RUN' ? shellCommands(context.analysis.file, each) : [];
			for (const { words } of commands.filter(command => program.test(command.words[0]?.value ?? ''))) {
				const name = words.slice(1).findLast(word => /^[a-z_][\w-]*$/.test(word.value));
				names.push(...(name ? [name.value] : []));
			}
		}
	}
	return names;
}

function usersOfImage(context: CompletionContext, instruction: Instruction): string[] {
	const stage = stageWith(context.analysis.model, instruction);
	const root = stage ? (stageChain(stage).at(-1)?.resolvedBase ?? '') : '';
	const user = usersOfImages[commonImage(root)?.name ?? ''];
	return user ? [user] : [];
}
