using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Knowledge.Tests.Folders;

/// <summary>Which folders of a compiled assembly use which, and by which files.</summary>
/// <remarks>A folder is a namespace. What the compiler leaves out is not seen: constants and <c>nameof</c>.</remarks>
internal sealed class FolderReferences
{
    private readonly Dictionary<(string From, string To), SortedSet<(string From, string To)>> references = [];

    /// <param name="assembly">Path of an assembly with its symbols beside it.</param>
    /// <param name="root">Namespace of the project; what lies in it directly is the folder "".</param>
    public static FolderReferences Of(string assembly, string root)
    {
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { ReadSymbols = true });
        var found = new FolderReferences();
        foreach (var type in module.GetAllTypes())
        {
            if (FolderOf(type, root) is not { } from)
                continue;
            foreach (var used in UsedBy(type).SelectMany(Parts))
                if (used.Scope == module && Resolve(used, module) is { } target && FolderOf(target, root) is { } to && to != from)
                {
                    if (!found.references.TryGetValue((from, to), out var files))
                        found.references[(from, to)] = files = [];
                    files.Add((FileOf(type), FileOf(target)));
                }
        }
        return found;
    }

    /// <summary>Pairs of folders of which one uses the other.</summary>
    public int Count => references.Count;

    /// <summary>References that close a cycle between folders: the fewest found that, gone, leave none.</summary>
    public IReadOnlyList<((string From, string To) Folders, IReadOnlyCollection<(string From, string To)> Files)> Backward()
    {
        var place = Order().Select((folder, i) => (folder, i)).ToDictionary(f => f.folder, f => f.i);
        // The order of folders that are in no cycle with each other is of no importance: only what closes a cycle counts.
        return
        [
            .. references
                .Where(r => place[r.Key.From] < place[r.Key.To] && IsReachable(r.Key.To, r.Key.From))
                .OrderBy(r => r.Key)
                .Select(r => (r.Key, (IReadOnlyCollection<(string, string)>)r.Value)),
        ];
    }

    private bool IsReachable(string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var at))
            if (at == to)
                return true;
            else if (seen.Add(at))
                foreach (var (edge, _) in references.Where(r => r.Key.From == at))
                    open.Push(edge.To);
        return false;
    }

    // What is used comes first. Eades, Lin and Smyth (1993): sinks, then sources, then whoever uses least for what it is used.
    private List<string> Order()
    {
        var left = references.Keys.SelectMany(k => new[] { k.From, k.To }).ToHashSet();
        List<string> first = [],
            last = [];
        while (left.Count > 0)
        {
            int Out(string f) => references.Where(r => r.Key.From == f && left.Contains(r.Key.To)).Sum(r => r.Value.Count);
            int In(string f) => references.Where(r => r.Key.To == f && left.Contains(r.Key.From)).Sum(r => r.Value.Count);
            if (left.Order(StringComparer.Ordinal).FirstOrDefault(f => Out(f) == 0) is { } sink)
                first.Add(sink);
            else if (left.Order(StringComparer.Ordinal).FirstOrDefault(f => In(f) == 0) is { } source)
                last.Insert(0, source);
            else
                first.Add(left.Order(StringComparer.Ordinal).MinBy(f => Out(f) - In(f))!);
            left.ExceptWith(first);
            left.ExceptWith(last);
        }
        return [.. first, .. last];
    }

    private static string? FolderOf(TypeDefinition type, string root)
    {
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        if (type.Namespace != root && !type.Namespace.StartsWith(root + ".", StringComparison.Ordinal))
            return null;
        return string.Join('/', type.Namespace[root.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string FileOf(TypeDefinition type)
    {
        for (var at = type; at is not null; at = at.DeclaringType)
        {
            var document = at
                .Methods.Concat(at.NestedTypes.SelectMany(n => n.Methods))
                .SelectMany(m => m.DebugInformation.SequencePoints)
                .FirstOrDefault(p => !p.IsHidden && !p.Document.Url.Contains("/obj/", StringComparison.Ordinal))
                ?.Document.Url;
            if (document is not null)
                return Path.GetFileName(document);
        }
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        return type.Name.Split('`')[0] + ".cs";
    }

    private static TypeDefinition? Resolve(TypeReference type, ModuleDefinition module) =>
        type as TypeDefinition ?? (type.Scope == module ? type.Resolve() : null);

    // A generic type is used with all of its arguments.
    private static IEnumerable<TypeReference> Parts(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                yield break;
            case GenericInstanceType generic:
                foreach (var part in generic.GenericArguments.Prepend(generic.ElementType).SelectMany(Parts))
                    yield return part;
                break;
            case TypeSpecification made:
                foreach (var part in Parts(made.ElementType))
                    yield return part;
                break;
            default:
                yield return type;
                break;
        }
    }

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var one in type.Interfaces)
            yield return one.InterfaceType;
        foreach (var field in type.Fields)
            yield return field.FieldType;
        foreach (var attribute in type.CustomAttributes)
            yield return attribute.AttributeType;
        foreach (var method in type.Methods)
        {
            yield return method.ReturnType;
            foreach (var parameter in method.Parameters)
                yield return parameter.ParameterType;
            if (!method.HasBody)
                continue;
            foreach (var variable in method.Body.Variables)
                yield return variable.VariableType;
            foreach (var handler in method.Body.ExceptionHandlers)
                yield return handler.CatchType;
            foreach (var instruction in method.Body.Instructions)
            foreach (var used in UsedBy(instruction.Operand))
                yield return used;
        }
    }

    private static IEnumerable<TypeReference?> UsedBy(object? operand)
    {
        switch (operand)
        {
            case TypeReference type:
                yield return type;
                break;
            case FieldReference field:
                yield return field.DeclaringType;
                yield return field.FieldType;
                break;
            case MethodReference method:
                yield return method.DeclaringType;
                yield return method.ReturnType;
                foreach (var parameter in method.Parameters)
                    yield return parameter.ParameterType;
                if (method is GenericInstanceMethod generic)
                    foreach (var argument in generic.GenericArguments)
                        yield return argument;
                break;
        }
    }
}
